import type { Anomaly } from '../model/results.ts';
import type { SessionKind } from './catalogue.ts';
import type { Checker, Described, Finding, Population, Step } from './finding.ts';
import type { FoundOfKind } from './share/found.ts';
import type { SessionFacts } from './facts/session.ts';
import { WITNESSES_PER_KIND } from './judgement.ts';
import type { TtlPolicy } from '../model/ttl-policy.ts';
import { messageOf } from '../errors.ts';

/** More are only counted: what a finding can tell keeps its whole session in memory. */
export const UNDECIDED_DESCRIBED = 200;
const WITNESS_STEPS = 6;
/** More than there are places. */
const DECIDED = 2 ** 42;

interface Heard {
  /** Something was found that says why no order explains a session; it may still turn out to be of another kind. */
  named: () => void;
  counted: (finding: Finding, place: number) => void;
  /** Of the sessions that are being looked at, in the order in which those of the experiment are. */
  place: () => number;
}

/** Runs one checker over the sessions of an experiment and keeps what it finds: all counted, the earliest told. */
export class Collector {
  readonly checker: Checker<SessionKind>;
  readonly described: Described[] = [];
  count = 0;
  tested = 0;
  /** Why the checker itself failed, if it did. */
  failure: string | undefined;
  readonly #on: Heard;
  /** Those of its kind say why no order explains a session, and so are none where one does. */
  readonly #isOfOrder: boolean;
  /** What takes the whole experiment to decide comes after all else, kind by kind. */
  readonly #decidedFrom: number;
  #undecided: { finding: Finding; place: number }[] = [];
  #isExplained = false;

  constructor(checker: Checker<SessionKind>, on: Heard, index: number) {
    this.#decidedFrom = (index + 1) * DECIDED;
    this.checker = checker;
    this.#on = on;
    this.#isOfOrder = checker.shownBy !== 'response';
  }

  /** `isExplained`: an order explains the session. Then nothing of order is wrong with it. */
  session(facts: SessionFacts, policy: TtlPolicy, { isExplained }: { isExplained: boolean }): void {
    this.tested += this.#check(facts, policy, isExplained);
  }

  /** What went on under several names: each of them was asked about already. */
  carried(facts: SessionFacts, policy: TtlPolicy): void {
    this.#check(facts, policy, false);
  }

  #check(facts: SessionFacts, policy: TtlPolicy, isExplained: boolean): number {
    if (this.failure !== undefined) return 0;
    this.#isExplained = isExplained;
    try {
      return this.checker.check(facts, this.#report, policy);
    } catch (error) {
      this.failure = messageOf(error);
      return 0;
    }
  }

  /** Where those that are still to be decided were found: as many as can be told. */
  undecided(): number[] {
    return this.#undecided.slice(0, UNDECIDED_DESCRIBED).map(({ place }) => place);
  }

  /** `told`: so many of those that were found first can be told; of the others it is only known that they are. */
  decide(population: Population, told = UNDECIDED_DESCRIBED): void {
    for (const [index, { finding, place }] of this.#undecided.entries())
      if (finding.decide?.(population) === true)
        this.#keep(index < told ? finding : { ...finding, describe: undescribed }, this.#decidedFrom + place);
    this.#undecided = [];
    this.described.sort(byTime);
  }

  /** Takes over what was found in other sessions; what is counted of it is told elsewhere. */
  absorb({ count, tested, failure, described }: FoundOfKind): void {
    this.count += count;
    this.tested += tested;
    this.failure ??= failure;
    this.described.push(
      ...described.map((each) => ({ ...each, finding: { ...each.finding, describe: undescribed } })),
    );
    this.described.sort((a, b) => byTime(a, b) || a.place - b.place);
    this.described.length = Math.min(this.described.length, WITNESSES_PER_KIND);
  }

  /** One for all sessions: most of them have nothing to report. */
  readonly #report = (finding: Finding): void => {
    // What carries another owner's tag is seen for what it is in whatever order.
    const saysWhy = this.#isOfOrder && finding.seen.owner === undefined;
    if (saysWhy && this.#isExplained) return;
    if (saysWhy) this.#on.named();
    const { session } = finding.seen;
    this.take(session === finding.session ? finding : { ...finding, session });
  };

  take(finding: Finding): void {
    const place = this.#on.place();
    if (finding.decide === undefined) this.#keep(finding, place);
    else if (this.#undecided.length < UNDECIDED_DESCRIBED) this.#undecided.push({ finding, place });
    else this.#undecided.push({ finding: { ...finding, describe: undescribed }, place });
  }

  #keep(finding: Finding, place: number): void {
    this.count++;
    this.#on.counted(finding, place);
    const last = this.described.at(-1);
    if (
      this.described.length === WITNESSES_PER_KIND &&
      last !== undefined &&
      finding.seen.end >= last.finding.seen.end
    )
      return;
    const { summary, steps } = finding.describe();
    if (steps.length === 0) return;
    this.described.push({ finding, summary, steps: steps.slice(0, WITNESS_STEPS), place });
    this.described.sort(byTime);
    if (this.described.length > WITNESSES_PER_KIND) this.described.pop();
  }
}

const undescribed = () => ({ summary: '', steps: [] });
const byTime = (a: Described, b: Described) => a.finding.seen.end - b.finding.seen.end;

export const witness = (steps: readonly Step[]): Anomaly['witness'] =>
  steps.map(({ op, remark }) => ({
    client: op.client,
    op: op.op,
    ...(op.key !== undefined && { key: op.key }),
    ...(op.value !== undefined && { value: op.value }),
    ...(op.absent === true && { absent: true as const }),
    ...(op.owner !== undefined && { owner: op.owner }),
    outcome: op.outcome,
    startMs: op.start,
    endMs: op.end,
    ...(op.status !== undefined && { status: op.status }),
    ...(op.instance !== undefined && { instance: op.instance }),
    ...(op.error !== undefined && { error: op.error }),
    ...(remark !== undefined && { remark }),
  }));
