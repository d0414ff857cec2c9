import type { FaultLine, NoteLine, OperationLine, PrintedLine, SampleLine } from '../../protocol/history.ts';
import type { ServedJudgement } from '../checker/judgement.ts';
import { compose, experimentVerdict } from '../checker/verdict.ts';
import { stepsOf } from '../../protocol/profile.ts';
import { asMeasured } from '../history/as-measured.ts';
import type { Experiment } from '../model/plan.ts';
import { BUSY } from '../model/busy.ts';
import { subjectId } from '../model/subject-id.ts';
import { subjectFacts } from '../stores/subject-facts.ts';
import { loadOverMs, traitsOf } from '../model/workloads.ts';
import type { PromiseName } from '../model/suspects.ts';
import { AppErrors } from '../printed/app-errors.ts';
import type { Breakpoint, ExperimentResult, FaultResult, Standing, Verdict } from '../model/results.ts';
import { ExpiryMeter } from '../stats/expiry.ts';
import { GrowthMeter } from '../stats/growth.ts';
import { LatencyMeter } from '../stats/latency.ts';
import { SoakMeter } from '../stats/soak.ts';
import { StepsMeter } from '../stats/steps.ts';
import { Timeline } from '../stats/timeline.ts';
import { adviceOn, otherSecret, untriedOn } from './advice.ts';
import { breakpointOf, verdictOfBreakpoint, withoutOverload } from './breakpoint.ts';
import { isOwnDoing, problemOf } from './fault-problem.ts';
import { FaultLog } from './faults.ts';
import { withLeak } from './leak.ts';
import { Noted } from './noted.ts';
import { promisesTested, standing, unlessTied } from './promises.ts';

/** Takes in one experiment's part of a history, line by line; with the judge's finding it makes its result. */
export class ExperimentAnalysis {
  readonly #plan: Experiment;
  readonly #epochMs: number;
  readonly #latency: LatencyMeter;
  readonly #timeline: Timeline;
  readonly #growth: GrowthMeter;
  readonly #expiry: ExpiryMeter | undefined;
  readonly #steps: StepsMeter | undefined;
  readonly #soak: SoakMeter | undefined;
  readonly #faults = new FaultLog();
  readonly #noted = new Noted();
  readonly #printed = new AppErrors();
  readonly #figures: Record<string, number> = {};
  #busy: Readonly<Record<string, number>> = {};
  readonly #problems: string[] = [];
  #operations = 0;
  #lastEndMs = 0;

  constructor(plan: Experiment, epochMs: number) {
    this.#plan = plan;
    this.#epochMs = epochMs;
    const loadMs = loadOverMs(plan.load);
    this.#latency = new LatencyMeter({ loadMs });
    this.#timeline = new Timeline({ loadMs });
    this.#expiry = plan.load.workload === 'expiry' ? new ExpiryMeter(plan.subject.ttlMs) : undefined;
    const { profile = [], breakpoint, soak } = plan.load;
    this.#steps = breakpoint && new StepsMeter(stepsOf(profile), breakpoint.p99LimitMs);
    this.#soak =
      soak &&
      new SoakMeter({ ...soak, perSecond: profile[1]?.rate ?? plan.load.rate, ttlMs: plan.subject.ttlMs });
    this.#growth = new GrowthMeter({
      ttlMs: plan.subject.ttlMs,
      figure: subjectFacts(plan.subject).figure,
      bytes: plan.load.bytes,
      ...(plan.load.returningMs === undefined
        ? {}
        : { returningFromMs: plan.load.durationMs + plan.load.lingerMs }),
    });
  }

  get id(): string {
    return this.#plan.id;
  }

  operation(line: OperationLine): void {
    const measured = asMeasured(line);
    this.#latency.add(measured);
    this.#timeline.add(measured);
    this.#steps?.add(measured);
    this.#soak?.operation(measured);
    this.#growth.addOperation(line);
    this.#expiry?.operation(line);
    this.#operations++;
    this.#lastEndMs = Math.max(this.#lastEndMs, line.end);
  }

  fault(line: FaultLine): void {
    this.#faults.fault(line);
    this.#growth.addFault(line);
  }

  sample(line: SampleLine): void {
    // Those of a soak are set against time, and not against sessions.
    if (this.#soak === undefined) this.#growth.addSample(line);
    else this.#soak.sample(line);
  }

  printed(line: PrintedLine): void {
    this.#printed.add(line);
  }

  note(line: NoteLine): void {
    if (line.spoils) this.problem(line.note);
    // Told step by step.
    else if (line.note === BUSY.note) this.#busy = line.figures ?? {};
    // Every client notes what it counted in the same words.
    else this.#noted.add(line);
    if (line.note !== BUSY.note) this.#count(line);
  }

  #count(line: NoteLine): void {
    for (const [name, value] of Object.entries(line.figures ?? {}))
      this.#figures[name] = (this.#figures[name] ?? 0) + value;
  }

  /** Verdicts of this experiment cannot be trusted, for this reason. */
  problem(reason: string): void {
    if (!this.#problems.includes(reason)) this.#problems.push(reason);
  }

  finish(judged: ServedJudgement, complete: boolean): ExperimentResult {
    const growth = this.#growth.growth();
    const { subject, load, faults: planned, id, title } = this.#plan;
    const all = withLeak(judged, growth, {
      isAsked: load.returningMs !== undefined && planned.length === 0,
    });
    if (!complete) this.problem('the history of this experiment was cut off');
    if (this.#operations === 0) this.problem('no operation was recorded');
    for (const { message, spoils } of all.problems) if (spoils) this.problem(message);
    const breakpoint = this.#breakpoint(all);
    const judgement = breakpoint === undefined ? all : withoutOverload(all, breakpoint);
    for (const { atMs } of judgement.losses) this.#timeline.addLoss(atMs);
    const faults = this.#faults.results(planned, judgement);
    for (const fault of faults) {
      const problem = problemOf(fault);
      if (problem !== undefined) this.problem(problem);
      // Its visitors come and go: it may have met none of them, and then nothing was kept.
      const isMet = (fault.sessionsBefore ?? 0) > 0 || judgement.anomalies.length > 0;
      if (traitsOf(load.workload).needsPages && fault.tookEffect && !isMet)
        this.problem(`nobody who was signed in before ${fault.kind} was seen after it`);
    }
    const { promises } = subjectFacts(subject);
    const tested = promisesTested(this.#plan, faults);
    const notPromised = tested.filter((wanted) => !promises.some((promise) => promise.id === wanted));
    const stands = (promise: PromiseName): Standing =>
      this.#problems.length > 0
        ? { verdict: 'not tested' }
        : unlessTied(standing(this.#plan, judgement, promise, faults), promise, this.#figures);
    const generator = this.#latency.generator({
      neverSent: this.#figures['operations never sent'] ?? 0,
      ratePerSecond: load.rate,
    });
    const found = this.#verdict(judgement, faults);
    const verdict = breakpoint === undefined ? found : compose([found, verdictOfBreakpoint(breakpoint)]);
    if (verdict === 'unknown') this.#tellUntested(judgement);
    const latencyOfFailed = this.#latency.latencyOfFailed();
    const afterLoad = this.#latency.afterLoad();
    const appErrors = this.#printed.most();
    const advice = [
      ...otherSecret(this.#figures),
      ...untriedOn(subject),
      // More than it could do is what a breakpoint looks for.
      ...(breakpoint === undefined
        ? adviceOn(load, subject.ttlMs, {
            counts: judgement.counts,
            generator,
            latencyOfFailed,
            verdict,
            problems: this.#problems,
          })
        : []),
    ];
    return {
      id,
      epochMs: this.#epochMs,
      store: subjectId(subject),
      title,
      workload: load.workload,
      ...(subject.script && { script: subject.script.digest }),
      instances: subject.instances,
      durationMs: this.#lastEndMs,
      promises: promises
        .filter(({ id: promised }) => tested.includes(promised))
        .map((promise) => ({ ...promise, ...stands(promise.id) })),
      notPromised,
      unpromised: notPromised.map((promise) => ({ id: promise, ...stands(promise) })),
      faults,
      counts: judgement.counts,
      latency: this.#latency.latency(),
      ...(latencyOfFailed.length > 0 && { latencyOfFailed }),
      generator,
      ...(afterLoad && { afterLoad }),
      availability: judgement.availability,
      ...(breakpoint && { breakpoint }),
      ...(this.#soak && {
        soak: this.#soak.soak({
          losses: judgement.losses,
          late: generator.verdict === 'pass' ? undefined : (generator.reason ?? 'latency is unknown'),
          problem: faults.length > 0 ? 'faults came in between' : this.#problems[0],
        }),
      }),
      buckets: this.#timeline.buckets(),
      growth,
      ...(this.#expiry ? { expiry: this.#expiry.expiry() } : {}),
      checkers: judgement.checkers,
      anomalyCounts: judgement.anomalyCounts,
      anomalies: judgement.anomalies,
      anomalyTimes: judgement.anomalyTimes,
      charges: judgement.charges,
      ...(advice.length > 0 && { advice }),
      notes: this.#noted.inWords(this.#figures),
      ...(Object.keys(this.#figures).length > 0 ? { figures: this.#figures } : {}),
      ...(appErrors.length > 0 && { appErrors }),
      problems: this.#problems,
      verdict,
    };
  }

  /** A script may never get to what it is asked for, and nobody else knows how long its visits are. */
  #tellUntested({ checkers }: ServedJudgement): void {
    const asked = this.#plan.subject.script?.checkers ?? [];
    if (this.#problems.length > 0) return;
    for (const { checker, tested = 0, reason } of checkers)
      if (tested === 0 && asked.includes(checker))
        this.problem(
          `${checker}: ${reason ?? 'nothing was tested'}. A visit of the script may be longer than the load lasts: a longer duration, a higher rate, or shorter visits`,
        );
  }

  #breakpoint(judged: ServedJudgement): Breakpoint | undefined {
    const { load } = this.#plan;
    if (this.#steps === undefined || load.breakpoint === undefined) return undefined;
    return breakpointOf({
      steps: this.#steps.seen(),
      judged,
      p99LimitMs: load.breakpoint.p99LimitMs,
      clients: load.clients,
      figures: this.#busy,
      problem: this.#problems[0],
    });
  }

  #verdict({ checkers }: ServedJudgement, faults: readonly FaultResult[]): Verdict {
    // What the subject certainly did to itself fails it, though nothing else may be known after that.
    if (faults.some(isOwnDoing)) return 'fail';
    if (this.#problems.length > 0) return 'unknown';
    // An app that dies under its load has not passed, whatever its clients noticed of it.
    if (faults.some(({ planned }) => !planned)) return 'fail';
    return experimentVerdict(
      checkers,
      this.#plan.subject.script?.checkers ?? traitsOf(this.#plan.load.workload).checkers,
    );
  }
}
