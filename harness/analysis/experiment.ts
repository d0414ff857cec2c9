import type {
  ExperimentLine,
  FaultLine,
  NoteLine,
  OperationLine,
  SampleLine,
} from '../../protocol/history.ts';
import { judge } from '../checker/judge.ts';
import type { CheckerJudgement, Judge, Judgement } from '../checker/judgement.ts';
import type { Experiment } from '../plan/plan.ts';
import { storeFacts, type PromiseId } from '../plan/stores.ts';
import { WORKLOAD_CHECKERS } from '../plan/workloads.ts';
import type { ExperimentResult, Verdict } from '../report/results.ts';
import { GrowthMeter } from '../stats/growth.ts';
import { LatencyMeter } from '../stats/latency.ts';
import { Timeline } from '../stats/timeline.ts';
import { FaultLog } from './faults.ts';

/** Takes in one experiment's part of a history, line by line, and makes its result. */
export class ExperimentAnalysis {
  readonly #plan: Experiment;
  readonly #judge: Judge;
  readonly #latency = new LatencyMeter();
  readonly #timeline = new Timeline();
  readonly #growth: GrowthMeter;
  readonly #faults = new FaultLog();
  readonly #notes: string[] = [];
  readonly #problems: string[] = [];
  #operations = 0;
  #lastEndMs = 0;

  constructor(plan: Experiment, line: ExperimentLine) {
    this.#plan = plan;
    this.#judge = judge(line);
    this.#growth = new GrowthMeter({ ttlMs: plan.subject.ttlMs, figure: figureOf(plan.subject.store) });
  }

  operation(line: OperationLine, number: number): void {
    this.#judge.operation(line, number);
    this.#latency.add(line);
    this.#timeline.add(line);
    this.#growth.addOperation(line);
    this.#faults.operation(line);
    this.#operations++;
    this.#lastEndMs = Math.max(this.#lastEndMs, line.end);
  }

  fault(line: FaultLine): void {
    this.#judge.fault(line);
    this.#faults.fault(line);
  }

  sample(line: SampleLine): void {
    this.#growth.addSample(line);
  }

  note(line: NoteLine): void {
    if (line.spoils) this.spoil(line.note);
    else this.#notes.push(line.note);
  }

  /** Makes every verdict of this experiment unknown, for this reason. */
  spoil(reason: string): void {
    if (!this.#problems.includes(reason)) this.#problems.push(reason);
    this.#judge.spoil(reason);
  }

  finish(complete: boolean): ExperimentResult {
    const { subject, load, faults: planned, id, title } = this.#plan;
    if (!complete) this.spoil('the history of this experiment was cut off');
    if (this.#operations === 0) this.spoil('no operation was recorded');
    const judgement = this.#judge.finish({ complete });
    for (const { message, spoils } of judgement.problems) if (spoils) this.#problems.push(message);
    for (const { atMs } of judgement.losses) this.#timeline.addLoss(atMs);
    const faults = this.#faults.results(planned, judgement.perFault);
    for (const fault of faults) {
      if (!fault.tookEffect) this.#problems.push(`${fault.kind} on ${fault.target} did not take effect`);
      else if (fault.healedMs === undefined)
        this.#problems.push(`${fault.kind} on ${fault.target} did not heal`);
    }
    const { promises } = storeFacts(subject.store);
    const tested = promisesTested(this.#plan);
    return {
      id,
      store: subject.store,
      title,
      workload: load.workload,
      instances: subject.instances,
      durationMs: this.#lastEndMs,
      promises: promises.filter((promise) => tested.includes(promise.id)),
      notPromised: tested.filter((wanted) => !promises.some((promise) => promise.id === wanted)),
      faults,
      counts: judgement.counts,
      latency: this.#latency.latency(),
      generator: this.#latency.generator(),
      buckets: this.#timeline.buckets(),
      growth: this.#growth.growth(),
      checkers: judgement.checkers,
      anomalyCounts: judgement.anomalyCounts,
      anomalies: judgement.anomalies,
      notes: this.#notes,
      problems: this.#problems,
      verdict: this.#verdict(judgement),
    };
  }

  /** False over unknown over true, over the checkers that the workload must test and those that could. */
  #verdict({ checkers }: Judgement): Verdict {
    if (this.#problems.length > 0) return 'unknown';
    const required: readonly string[] = WORKLOAD_CHECKERS[this.#plan.load.workload];
    const counted = checkers.filter(({ checker, tested, verdict }: CheckerJudgement) => {
      return tested > 0 || verdict === 'fail' || required.includes(checker);
    });
    if (counted.some(({ verdict }) => verdict === 'fail')) return 'fail';
    return counted.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'pass';
  }
}

/** Which promises an experiment puts to the test follows from what it does. */
function promisesTested({ subject, faults, load }: Experiment): PromiseId[] {
  if (load.workload === 'growth') return [];
  const tested: PromiseId[] = [];
  if (faults.some(({ kind }) => kind === 'app-restart' || kind === 'app-crash'))
    tested.push('survives-app-restart');
  if (subject.instances > 1) tested.push('shared-between-instances');
  return tested;
}

const figureOf = (store: string) => (store === 'mongo' ? 'data and indexes (dbStats)' : 'used_memory (INFO)');
