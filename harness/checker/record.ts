import type { FaultLine, OperationLine } from '../../protocol/history.ts';
import { grouped, type HistoryProblem } from '../history/problem.ts';
import type { Anomaly } from '../model/results.ts';
import { CHECKERS } from './catalogue.ts';
import { Collector, witness, type Told } from './collector.ts';
import { faultsWithin, faultWindows, onlyFaultWithin, type FaultWindow } from './faults.ts';
import type { Finding, Population } from './finding.ts';
import type { SessionFacts } from './facts/session.ts';
import type { Terms } from './facts/terms.ts';
import { type CheckerJudgement, type Judgement, type Loss } from './judgement.ts';
import { SESSION_KINDS, type AnomalyKind } from '../model/kinds.ts';
import { layerOf } from './layer.ts';
import type { UnsavedInterval } from './judgement.ts';
import { Occurrences } from './occurrences.ts';
import { Suspects } from './suspects.ts';
import type { Tally } from './tally.ts';
import { Toll } from './toll.ts';

const LOSSES: ReadonlySet<AnomalyKind> = new Set<Loss['kind']>([
  'lost-session',
  'lost-write',
  'lost-update',
  'early-expiry',
]);
/** The checkers that have no ground where values do not tell writes apart. */
const OF_VALUES: ReadonlySet<AnomalyKind> = new Set<AnomalyKind>([
  'lost-write',
  'lost-update',
  'stale-read',
  'non-monotonic-read',
  'aborted-read',
  'garbage-read',
  'cross-session-read',
]);
const PROBLEMS_KEPT = 100;

/** What the judge knows of an experiment when its sessions have been let go. */
export class Record {
  complete = true;
  readonly faults: FaultLine[];
  readonly unsaved: UnsavedInterval[] = [];
  readonly suspects = new Suspects();
  readonly #id: string;
  readonly #terms: Terms;
  readonly #collectors: Collector[];
  readonly #losses: Loss[] = [];
  readonly #occurrences = new Occurrences();
  readonly #toll = new Toll();
  readonly #problems: HistoryProblem[] = [];
  readonly #spoiled: string[] = [];
  #ambiguous: string | undefined;
  #greatestAgeSeenMs = -Infinity;
  #writesLost = 0;
  #sessions = 0;
  readonly #names = { 'lost-session': new Count(), 'session-unavailable': new Count() };

  constructor(id: string, terms: Terms, faults: readonly FaultLine[]) {
    this.#id = id;
    this.#terms = terms;
    this.faults = [...faults];
    this.#collectors = SESSION_KINDS.map(
      (kind) => new Collector(CHECKERS[kind], (finding) => this.#count(kind, finding)),
    );
  }

  session(facts: SessionFacts, lineOf: (op: OperationLine) => number): void {
    if (facts.born !== undefined) this.#sessions++;
    this.#greatestAgeSeenMs = Math.max(this.#greatestAgeSeenMs, facts.ages.greatestAgeSeenMs);
    this.#toll.session(facts);
    for (const op of facts.ops) this.suspects.look(op);
    this.suspects.seen(facts);
    for (const { key, twice } of facts.registers)
      for (const op of twice) this.#twice(facts.name, key, op, lineOf(op));
    for (const { key, isMixed } of facts.counters)
      if (isMixed)
        this.#doubt(0, `key ${key} of session ${facts.name} is both a counter and written: it is not judged`);
    for (const collector of this.#collectors) collector.session(facts, this.#terms);
  }

  wentOn(session: string, line: number): void {
    const message = `line ${grouped(line)} is of session ${session}, which was finished before it`;
    this.#problem(line, message);
    this.spoil(message);
  }

  spoil(reason: string): void {
    if (this.#spoiled.length < PROBLEMS_KEPT) this.#spoiled.push(reason);
  }

  /** Why nothing of the experiment can be trusted. */
  get spoiled(): string | undefined {
    return this.#spoiled[0];
  }

  conclude(tally: Tally): Judgement {
    const windows = faultWindows(this.faults);
    const population: Population = {
      greatestAgeSeenMs: this.#greatestAgeSeenMs,
      hasFaultWithin: (from, to) => faultsWithin(windows, from, to).length > 0,
      writersOf: (value) => this.suspects.writers(value),
    };
    for (const collector of this.#collectors) collector.decide(population);
    const found = this.#collectors.filter(({ count }) => count > 0);
    return {
      checkers: this.#collectors.map((collector) => this.#judged(collector)),
      anomalyCounts: Object.fromEntries(found.map(({ checker, count }) => [checker.kind, count])),
      anomalies: found.flatMap(({ checker, told }) =>
        told.map((each) => this.#anomaly(checker.kind, each, windows)),
      ),
      anomalyTimes: this.#occurrences.times(windows),
      charges: this.#occurrences.charges(windows, (lost) => layerOf(lost, this.unsaved) !== undefined),
      counts: tally.counts({
        sessions: this.#sessions,
        sessionsLost: this.#names['lost-session'].count,
        sessionsUnavailable: this.#names['session-unavailable'].count,
        writesLost: this.#writesLost,
      }),
      losses: this.#losses.toSorted((a, b) => a.atMs - b.atMs),
      perFault: this.#toll.of(windows),
      problems: this.#problems,
    };
  }

  #judged({ checker, count, tested, failure }: Collector): CheckerJudgement {
    const judged = { checker: checker.kind, count, tested };
    const unknown = (reason: string): CheckerJudgement => ({ ...judged, verdict: 'unknown', reason });
    const [spoiled] = this.#spoiled;
    if (spoiled !== undefined) return unknown(spoiled);
    if (failure !== undefined) return unknown(`the checker itself failed: ${failure}`);
    if (count > 0) return { ...judged, verdict: 'fail' };
    if (this.#ambiguous !== undefined && OF_VALUES.has(checker.kind)) return unknown(this.#ambiguous);
    if (!this.complete) return unknown('the experiment was cut off before its end');
    if (tested === 0) return unknown(checker.untested);
    return { ...judged, verdict: 'pass' };
  }

  #anomaly(kind: AnomalyKind, { finding, summary, steps }: Told, windows: readonly FaultWindow[]): Anomaly {
    const layer = layerOf(finding.lost, this.unsaved);
    const marked = layer
      ? steps.map((step) => (step.op === finding.lost ? { ...step, remark: layer.remark } : step))
      : steps;
    const fault = onlyFaultWithin(windows, finding.from, finding.to);
    return {
      kind,
      session: finding.session,
      ...(finding.key !== undefined && { key: finding.key }),
      atMs: finding.seen.end,
      summary,
      ...(fault && { fault: fault.id }),
      ...(layer && { layer: layer.layer }),
      witness: witness(marked),
    };
  }

  #count(kind: AnomalyKind, finding: Finding): void {
    this.#writesLost += finding.writesLost ?? 0;
    this.#occurrences.add(kind, finding);
    if (LOSSES.has(kind))
      this.#losses.push({ atMs: finding.seen.end, kind: kind as Loss['kind'], session: finding.session });
    if (kind === 'lost-session') this.#toll.lost(finding);
    if (kind === 'lost-session' || kind === 'session-unavailable') this.#names[kind].add(finding.session);
  }

  #twice(session: string, key: string, op: OperationLine, line: number): void {
    this.#doubt(
      line,
      `line ${grouped(line)} writes ${JSON.stringify(op.value)} to key ${key} of session ${session} a second time: reads cannot tell the two apart`,
    );
  }

  #doubt(line: number, message: string): void {
    this.#ambiguous ??= message;
    this.#problem(line, message);
  }

  #problem(line: number, message: string): void {
    if (this.#problems.length < PROBLEMS_KEPT)
      this.#problems.push({ line, message, experiment: this.#id, spoils: true });
  }
}

/** How many different names, where those that are alike follow each other. */
class Count {
  count = 0;
  #last: string | undefined;

  add(name: string): void {
    if (name !== this.#last) this.count++;
    this.#last = name;
  }
}
