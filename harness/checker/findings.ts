import type { FaultLine } from '../../protocol/history.ts';
import type { Anomaly } from '../model/results.ts';
import { CHECKERS, type AnomalyKind } from './catalogue.ts';
import { Collector, witness } from './collector.ts';
import { decideFamily } from './decide/family.ts';
import { Doubts } from './doubts.ts';
import { carriedFacts } from './facts/lineage.ts';
import { sessionFacts, type SessionFacts } from './facts/session.ts';
import type { OpenSession } from './family.ts';
import { faultsWithin, faultWindows, onlyFaultWithin, type FaultWindow } from './faults.ts';
import type { Described, Finding, Population } from './finding.ts';
import type { Judgement, Loss, UnsavedInterval } from './judgement.ts';
import { layerOf } from './layer.ts';
import { neverSaved } from './never-saved.ts';
import { Occurrences } from './occurrences.ts';
import type { Counted, Found, Seen, WithoutWords } from './share/found.ts';
import { Suspects } from './suspects.ts';
import type { Tally } from './tally.ts';
import { Toll } from './toll.ts';
import { unexplainedIn } from './unexplained.ts';
import type { TtlPolicy } from '../model/ttl-policy.ts';

const LOSSES: ReadonlySet<AnomalyKind> = new Set<Loss['kind']>([
  'lost-session',
  'lost-write',
  'lost-update',
  'early-expiry',
]);

/** What the judge knows of an experiment when its sessions have been let go. */
export class Findings {
  readonly faults: FaultLine[];
  readonly unsaved: UnsavedInterval[] = [];
  readonly suspects = new Suspects();
  /** Of what is being looked at, in the order in which the sessions of the experiment are. */
  place = 0;
  readonly doubts: Doubts;
  readonly #policy: TtlPolicy;
  readonly #collectors: Collector[];
  readonly #losses: Loss[] = [];
  readonly #occurrences = new Occurrences();
  readonly #toll = new Toll();
  /** What was counted, where this is a part of the sessions of the experiment; those of all are entered in their order. */
  readonly #counted: Counted[] | undefined;
  /** Findings in the family that is being looked at that say why no order explains it. */
  #named = 0;
  #greatestAgeSeenMs = -Infinity;
  #greatestUnsavedSeenMs = -Infinity;
  #writesLost = 0;
  #sessions = 0;
  readonly #names = { 'lost-session': new Count(), 'session-unavailable': new Count() };

  constructor(id: string, policy: TtlPolicy, faults: readonly FaultLine[], { isPart = false } = {}) {
    if (isPart) this.#counted = [];
    this.doubts = new Doubts(id);
    this.#policy = policy;
    this.faults = [...faults];
    this.#collectors = CHECKERS.map(
      (checker, index) =>
        new Collector(
          checker,
          {
            named: () => void this.#named++,
            counted: (finding, place) => this.#count(checker.kind, finding, place),
            place: () => this.place,
          },
          index,
        ),
    );
  }

  /** Sessions that one order has to explain. First it is decided whether one does; only then has what is wrong a name. */
  family(sessions: readonly OpenSession[]): void {
    const { decision, unexplained } = decideFamily(sessions, this.#policy);
    if (decision.kind === 'undecided') this.doubts.undecided(sessions[0]?.name, this.place);
    this.#named = 0;
    const how = (session: OpenSession) => ({ isExplained: !unexplained.has(session) });
    const all = new Map(
      sessions.map((session) => [
        session,
        sessionFacts(session.name, session.ops, this.#policy, how(session)),
      ]),
    );
    const carried = decision.kind === 'unexplained' ? carriedFacts(sessions, all, this.#policy) : [];
    for (const facts of [...all.values(), ...carried]) this.suspects.seen(facts);
    for (const [session, facts] of all) this.#session(session, facts, how(session));
    for (const facts of carried)
      for (const collector of this.#collectors) collector.carried(facts, this.#policy);
    if (decision.kind === 'unexplained' && this.#named === 0)
      this.#collectors
        .find(({ checker }) => checker.kind === 'unexplained')
        ?.take(unexplainedIn(sessions, decision.at, this.#policy));
  }

  #session(session: OpenSession, facts: SessionFacts, how: { isExplained: boolean }): void {
    if (facts.born !== undefined) this.#sessions++;
    this.#greatestAgeSeenMs = Math.max(this.#greatestAgeSeenMs, facts.ages.greatestAgeSeenMs);
    this.#greatestUnsavedSeenMs = Math.max(this.#greatestUnsavedSeenMs, facts.ages.greatestUnsavedSeenMs);
    this.#toll.session(facts);
    for (const op of facts.ops) this.suspects.look(op);
    for (const { key, twice } of facts.registers)
      for (const op of twice)
        this.doubts.twice(facts.name, key, op, {
          line: session.lines[session.ops.indexOf(op)] ?? 0,
          place: this.place,
        });
    for (const collector of this.#collectors) collector.session(facts, this.#policy, how);
  }

  /** What the sessions have to say to what takes the whole experiment to decide. */
  seen(): Seen {
    return {
      greatestAgeSeenMs: this.#greatestAgeSeenMs,
      greatestUnsavedSeenMs: this.#greatestUnsavedSeenMs,
      writers: this.suspects.all(),
    };
  }

  /** Where what is still to be decided was found, by kind. */
  undecided(): number[][] {
    return this.#collectors.map((collector) => collector.undecided());
  }

  /** What was found in a part of the sessions, decided by what is known of all. `told`: as many of each kind can be told. */
  found(seen: Seen, told: readonly number[]): Found {
    this.#decide(seen, faultWindows(this.faults), told);
    return {
      sessions: this.#sessions,
      counted: this.#counted ?? [],
      kinds: this.#collectors.map(({ count, tested, failure, described }) => ({
        count,
        tested,
        failure,
        described: described.map((each) => ({ ...each, finding: withoutWords(each.finding) })),
      })),
      toll: this.#toll.sessions(),
      doubts: this.doubts.all(),
    };
  }

  /** Takes over what was found in all parts of the sessions. */
  absorb(parts: readonly Found[]): void {
    for (const { sessions, kinds, toll, doubts } of parts) {
      this.#sessions += sessions;
      this.#toll.absorb(toll);
      this.doubts.absorb(doubts);
      for (const [index, found] of kinds.entries()) this.#collectors[index]?.absorb(found);
    }
    const counted = parts.flatMap((part) => part.counted);
    for (const { kind, finding } of counted.toSorted((a, b) => a.place - b.place)) this.#enter(kind, finding);
  }

  #decide(seen: Seen, windows: readonly FaultWindow[], told: readonly number[] = []): void {
    const { greatestAgeSeenMs, greatestUnsavedSeenMs, writers } = seen;
    const population: Population = {
      greatestAgeSeenMs,
      greatestUnsavedSeenMs,
      hasFaultWithin: (from, to) => faultsWithin(windows, from, to).length > 0,
      writersOf: (value) => writers.get(value) ?? [],
    };
    for (const [index, collector] of this.#collectors.entries()) collector.decide(population, told[index]);
  }

  conclude(tally: Tally): Judgement {
    const windows = faultWindows(this.faults);
    this.#decide(this.seen(), windows);
    const found = this.#collectors.filter(({ count }) => count > 0);
    const unsaved = neverSaved(this.#occurrences.lost(), this.unsaved);
    return {
      checkers: this.#collectors.map((collector) => this.doubts.judged(collector)),
      anomalyCounts: Object.fromEntries(found.map(({ checker, count }) => [checker.kind, count])),
      anomalies: found.flatMap(({ checker, described }) =>
        described.map((each) => this.#anomaly(checker.kind, each, { windows, unsaved })),
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
      problems: this.doubts.problems,
    };
  }

  #anomaly(
    kind: AnomalyKind,
    { finding, summary, steps }: Described,
    { windows, unsaved }: { windows: readonly FaultWindow[]; unsaved: ReturnType<typeof neverSaved> },
  ): Anomaly {
    const counted = finding.lost && unsaved.get(finding.lost);
    const [interval] = counted?.values() ?? [];
    const layer = layerOf(interval);
    const marked = steps.map((step) => {
      const known = layerOf(counted?.get(step.op));
      return known === undefined ? step : { ...step, remark: known.remark };
    });
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

  #count(kind: AnomalyKind, finding: Finding, place: number): void {
    if (this.#counted === undefined) this.#enter(kind, finding);
    else this.#counted.push({ kind, finding: withoutWords(finding), place });
  }

  #enter(kind: AnomalyKind, finding: WithoutWords): void {
    this.#writesLost += finding.writesLost ?? 0;
    this.#occurrences.add(kind, finding);
    if (LOSSES.has(kind))
      this.#losses.push({ atMs: finding.seen.end, kind: kind as Loss['kind'], session: finding.session });
    if (kind === 'lost-session') this.#toll.lost(finding);
    if (kind === 'lost-session' || kind === 'session-unavailable') this.#names[kind].add(finding.session);
  }
}

/** What can be handed from one thread to another. */
function withoutWords(finding: Finding): WithoutWords {
  const bare: Partial<Finding> = { ...finding };
  delete bare.describe;
  delete bare.decide;
  return bare as WithoutWords;
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
