import type { FaultLine, OperationLine } from '../../protocol/history.ts';
import { grouped, quoted, type HistoryProblem } from '../history/problem.ts';
import type { Anomaly } from '../model/results.ts';
import { CHECKERS } from './catalogue.ts';
import { Collector, witness, type Told } from './collector.ts';
import { faultsWithin, faultWindows, onlyFaultWithin, type FaultWindow } from './faults.ts';
import type { Finding, Population } from './finding.ts';
import { BUDGET } from './decide/decide.ts';
import { decideFamily } from './decide/family.ts';
import { sessionFacts, type SessionFacts } from './facts/session.ts';
import type { OpenSession } from './family.ts';
import { unexplainedIn } from './unexplained.ts';
import type { Terms } from './facts/terms.ts';
import { type CheckerJudgement, type Judgement, type Loss } from './judgement.ts';
import { SESSION_KINDS, type AnomalyKind } from '../model/kinds.ts';
import { layerOf } from './layer.ts';
import type { UnsavedInterval } from './judgement.ts';
import { Occurrences } from './occurrences.ts';
import { Suspects } from './suspects.ts';
import { neverSaved } from './never-saved.ts';
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
/** Those that say why no order explains a session; the others are of ids and cookies. */
const OF_ORDER: ReadonlySet<AnomalyKind> = new Set<AnomalyKind>([
  ...OF_VALUES,
  'lost-session',
  'session-unavailable',
  'resurrection',
  'early-expiry',
  'late-expiry',
  'unexplained',
]);
/** What carries another owner's tag is seen for what it is in whatever order. */
const isOfOrder = (kind: AnomalyKind, { seen }: Finding) => OF_ORDER.has(kind) && seen.owner === undefined;
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
  #undecided: string | undefined;
  /** Findings in the family that is being looked at, of kinds that go by the order. */
  #named = 0;
  #greatestAgeSeenMs = -Infinity;
  #writesLost = 0;
  #sessions = 0;
  readonly #names = { 'lost-session': new Count(), 'session-unavailable': new Count() };

  constructor(id: string, terms: Terms, faults: readonly FaultLine[]) {
    this.#id = id;
    this.#terms = terms;
    this.faults = [...faults];
    this.#collectors = SESSION_KINDS.map(
      (kind) =>
        new Collector(CHECKERS[kind], {
          taken: (finding) => void (this.#named += isOfOrder(kind, finding) ? 1 : 0),
          counted: (finding) => this.#count(kind, finding),
        }),
    );
  }

  /** Sessions that one order has to explain. First it is decided whether one does; only then has what is wrong a name. */
  family(sessions: readonly OpenSession[]): void {
    const { decision, unexplained } = decideFamily(sessions, this.#terms);
    if (decision.kind === 'undecided') this.#undecided ??= sessions[0]?.name;
    this.#named = 0;
    const all = sessions.map((session) => ({
      session,
      facts: sessionFacts(session.name, session.ops, this.#terms),
    }));
    for (const { facts } of all) this.suspects.seen(facts);
    for (const { session, facts } of all) this.#session(session, facts, unexplained.has(session));
    if (decision.kind === 'unexplained' && this.#named === 0)
      this.#collectors
        .find(({ checker }) => checker.kind === 'unexplained')
        ?.take(unexplainedIn(sessions, decision.at, this.#terms));
  }

  #session(session: OpenSession, facts: SessionFacts, isUnexplained: boolean): void {
    const { ops, lines } = session;
    if (isUnexplained) leaveOutCarried(facts, session);
    const lineOf = (op: OperationLine) => lines[ops.indexOf(op)] ?? 0;
    // What an order explains is no outage.
    if (!isUnexplained && facts.life.outages.length > 0) facts.life = { ...facts.life, outages: [] };
    if (facts.born !== undefined) this.#sessions++;
    this.#greatestAgeSeenMs = Math.max(this.#greatestAgeSeenMs, facts.ages.greatestAgeSeenMs);
    this.#toll.session(facts);
    for (const op of facts.ops) this.suspects.look(op);
    for (const { key, twice } of facts.registers)
      for (const op of twice) this.#twice(facts.name, key, op, lineOf(op));
    for (const collector of this.#collectors)
      collector.session(
        facts,
        this.#terms,
        (finding) => isUnexplained || !isOfOrder(collector.checker.kind, finding),
      );
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
    const unsaved = neverSaved(this.#occurrences.lost(), this.unsaved);
    return {
      checkers: this.#collectors.map((collector) => this.#judged(collector)),
      anomalyCounts: Object.fromEntries(found.map(({ checker, count }) => [checker.kind, count])),
      anomalies: found.flatMap(({ checker, told }) =>
        told.map((each) => this.#anomaly(checker.kind, each, { windows, unsaved })),
      ),
      anomalyTimes: this.#occurrences.times(windows),
      charges: this.#occurrences.charges(windows, (lost) => unsaved.has(lost)),
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
    if (this.#undecided !== undefined && OF_ORDER.has(checker.kind))
      return unknown(
        `session ${this.#undecided} could not be decided: more than ${grouped(BUDGET)} ways to look at`,
      );
    if (this.#ambiguous !== undefined && OF_VALUES.has(checker.kind)) return unknown(this.#ambiguous);
    if (!this.complete) return unknown('the experiment was cut off before its end');
    if (tested === 0) return unknown(checker.untested);
    return { ...judged, verdict: 'pass' };
  }

  #anomaly(
    kind: AnomalyKind,
    { finding, summary, steps }: Told,
    { windows, unsaved }: { windows: readonly FaultWindow[]; unsaved: ReturnType<typeof neverSaved> },
  ): Anomaly {
    const layer = layerOf(finding.lost && unsaved.get(finding.lost));
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
      `line ${grouped(line)} writes ${typeof op.value === 'string' ? quoted(op.value) : op.value} to key ${key} of session ${session} a second time: reads cannot tell the two apart`,
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

/** What a login took over was written under another name: under this one, the kinds of values do not go by it. */
function leaveOutCarried(facts: SessionFacts, { family, makers }: OpenSession): void {
  if (makers.every(({ carries }) => carries === undefined)) return;
  const others = family.sessions.flatMap(({ ops }) => ops);
  for (const register of facts.registers)
    register.unknown = register.unknown.filter(
      (read) => !others.some((op) => op.op !== 'read' && op.key === register.key && op.value === read.value),
    );
  facts.counters = [];
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
