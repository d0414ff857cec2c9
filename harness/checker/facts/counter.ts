import type { OperationLine, Value } from '../../../protocol/history.ts';
import type { Emptying } from './register-use.ts';
import { PrefixMaximum } from './prefix-maximum.ts';
import { mayTakeEffect, sawPresence, tookEffect } from './effects.ts';

/** What a counter showed against what the acknowledged increments before it must give. */
export interface Shortfall {
  op: OperationLine;
  shown: number;
  expected: number;
  /** How many are missing for good, beyond those that were missing before; 0 where later reads show them again. */
  lost: number;
  /** Acknowledged increments of which these may be the lost ones; the latest, where there are many. */
  among: readonly OperationLine[];
  /** Two acknowledged updates of the session that overlapped, one of them of this counter. */
  overlap: [OperationLine, OperationLine] | undefined;
  again: OperationLine | undefined;
}

/** What one counter of one session went through. */
export interface CounterFacts {
  key: string;
  shortfalls: Shortfall[];
  /** Shows more than all increments that had begun can give. */
  excess: { op: OperationLine; shown: Value; most: number }[];
  /** Shows more than the increments since an acknowledged end of the session can give: it counted on from before. */
  revived: { op: OperationLine; shown: Value; end: OperationLine; most: number }[];
  /** Shows less than an operation that was over before it began. */
  backwards: { op: OperationLine; earlier: OperationLine }[];
  /** Acknowledged increments that a later operation could show. */
  tested: number;
  /** Those among them that overlapped another acknowledged update. */
  testedOverlaps: number;
  observations: OperationLine[];
  /** A counter that is also written or removed: nothing is judged. */
  isMixed: boolean;
}

/** A counter that is not set counts from 0. NaN: no number at all. */
const number = (op: OperationLine) => (typeof op.value === 'number' ? op.value : op.value === null ? 0 : NaN);

interface CounterContext {
  emptyings: readonly Emptying[];
  resurrected: ReadonlySet<OperationLine>;
  /** Acknowledged updates of the session. */
  updates: readonly OperationLine[];
  /** Acknowledged ends of the session, by their end, the latest begun first. */
  lastEnd: PrefixMaximum<OperationLine> | undefined;
  /** The session was there before the recording began, and nobody knows what it had counted by then. */
  isPreexisting: boolean;
}

export function counterFacts(
  key: string,
  ops: readonly OperationLine[],
  { emptyings, resurrected, updates, lastEnd, isPreexisting }: CounterContext,
): CounterFacts {
  const increments = ops.filter((op) => op.op === 'increment' && mayTakeEffect(op));
  const acknowledged = increments.filter(tookEffect);
  const seen = ops.filter(
    (op) =>
      !resurrected.has(op) && (op.op === 'increment' ? tookEffect(op) : op.op === 'read' && sawPresence(op)),
  );
  const observations = seen.filter((op) => op.value !== undefined && !Number.isNaN(number(op)));
  const facts: CounterFacts = {
    key,
    shortfalls: [],
    excess: [],
    revived: [],
    backwards: [],
    tested: 0,
    testedOverlaps: 0,
    observations,
    isMixed: ops.some(
      (op) => mayTakeEffect(op) && (op.op === 'remove' || (setsValue(op) && op.value !== undefined)),
    ),
  };
  if (facts.isMixed) return facts;
  const known = isPreexisting ? earliest(observations) : undefined;
  const bounds = new Bounds({ increments, acknowledged, emptyings, known });
  for (const op of seen) {
    if (op.value === undefined) continue;
    const most = bounds.most(op);
    const end = lastEnd?.before(op.start);
    if (isPreexisting) continue;
    if (!(number(op) <= most)) facts.excess.push({ op, shown: op.value, most });
    else if (end !== undefined && number(op) > bounds.mostSince(end, op))
      facts.revived.push({ op, shown: op.value, end, most: bounds.mostSince(end, op) });
  }
  const overlap = overlapping(acknowledged, updates);
  facts.shortfalls = isPreexisting && !bounds.isPlain ? [] : shortfallsOf(observations, bounds, overlap);
  if (facts.shortfalls.length === 0) facts.shortfalls = countedTwice(acknowledged, emptyings);
  if (bounds.isPlain) {
    facts.backwards = stepsBack(observations.filter((op) => number(op) >= bounds.least(op)));
  }
  const lastStart = observations.reduce((latest, { start }) => Math.max(latest, start), -Infinity);
  facts.tested = acknowledged.filter(({ end }) => end < lastStart).length;
  facts.testedOverlaps = overlap === undefined ? 0 : facts.tested;
  return facts;
}

const earliest = (ops: readonly OperationLine[]): OperationLine | undefined =>
  ops.reduce<OperationLine | undefined>((a, b) => (a === undefined || b.end < a.end ? b : a), undefined);

const setsValue = (op: OperationLine) => op.op === 'write' || op.op === 'create';

/** Of more increments that may have been lost, the latest are taken: a loss shows in whatever is asked next. */
const MOST_AMONG = 16;

const ascending = (a: number, b: number) => a - b;

/** What an operation on a counter can have been told, at the least and at the most. */
class Bounds {
  /** The session was created once, before all of it; otherwise the counter may have started afresh in between. */
  readonly isPlain: boolean;
  readonly #starts: number[];
  readonly #acknowledged: readonly OperationLine[];
  readonly #acknowledgedStarts: number[];
  readonly #acknowledgedEnds: number[];
  readonly #emptied: PrefixMaximum<Emptying>;

  readonly #known: OperationLine | undefined;

  constructor({
    increments,
    acknowledged,
    emptyings,
    known,
  }: {
    increments: OperationLine[];
    acknowledged: OperationLine[];
    emptyings: readonly Emptying[];
    /** The first that tells what was counted before the recording began. */
    known: OperationLine | undefined;
  }) {
    this.#known = known;
    this.#acknowledged = acknowledged;
    this.#starts = increments.map(({ start }) => start).toSorted(ascending);
    this.#acknowledgedStarts = acknowledged.map(({ start }) => start).toSorted(ascending);
    this.#acknowledgedEnds = acknowledged.map(({ end }) => end).toSorted(ascending);
    const madeBy = emptyings[0]?.end ?? -Infinity;
    this.isPlain = emptyings.length <= 1 && acknowledged.every(({ start }) => start > madeBy);
    this.#emptied = new PrefixMaximum(
      emptyings,
      ({ start }) => start,
      ({ end }) => end,
    );
  }

  /** Acknowledged before it began, and begun after the counter can last have started afresh; and its own. */
  least(op: OperationLine): number {
    const own = op.op === 'increment' ? 1 : 0;
    const known = this.#known;
    if (known !== undefined) {
      if (known.end >= op.start) return own;
      const since =
        below(this.#acknowledgedEnds, op.start) - below(this.#acknowledgedStarts, known.end, true);
      return number(known) + Math.max(0, since) + own;
    }
    const before =
      below(this.#acknowledgedEnds, op.start) - below(this.#acknowledgedStarts, this.#since(op), true);
    return Math.max(0, before) + own;
  }

  /** The latest of the increments that are due in what it was told, and that had not been shown by another. */
  due(op: OperationLine, shownBy: OperationLine | undefined, count: number): OperationLine[] {
    const since = this.#since(op);
    const due: OperationLine[] = [];
    for (let i = below(this.#acknowledgedStarts, op.start) - 1; i >= 0 && due.length < count; i--) {
      const increment = this.#acknowledged[i] as OperationLine;
      if (increment.start <= Math.max(since, shownBy?.end ?? -Infinity)) break;
      if (increment.end < op.start) due.push(increment);
    }
    // What an increment was told counts itself, saved or not.
    const isOwn = shownBy?.op === 'increment' && shownBy.start > since && shownBy.end < op.start;
    return isOwn ? [shownBy, ...due] : due;
  }

  /** Shows every increment that had begun by then, but for those that were lost. */
  showsAll(op: OperationLine, lost: number): boolean {
    return this.#known === undefined && number(op) + lost === this.most(op);
  }

  #since({ end }: OperationLine): number {
    if (this.#known !== undefined) return this.#known.end;
    return this.isPlain ? -Infinity : (this.#emptied.until(end)?.end ?? -Infinity);
  }

  /** All that had begun before it ended. */
  most(op: OperationLine): number {
    return below(this.#starts, op.end, true);
  }

  /** Without those that were certainly counted before an end of the session began. */
  mostSince({ start }: OperationLine, op: OperationLine): number {
    return this.most(op) - below(this.#acknowledgedEnds, start);
  }
}

/** Increments that stay missing from some observation on are lost; what a later one shows again was only not seen. */
function shortfallsOf(
  observations: readonly OperationLine[],
  bounds: Bounds,
  overlap: Shortfall['overlap'],
): Shortfall[] {
  const shortfalls: Shortfall[] = [];
  const missing = observations.map((op) => bounds.least(op) - number(op));
  /** For each observation the one, from there on, that misses least. */
  const fullest = missing.map((_, i) => i);
  for (let i = fullest.length - 2; i >= 0; i--) {
    const later = fullest[i + 1] as number;
    if ((missing[later] as number) < (missing[i] as number)) fullest[i] = later;
  }
  let lost = 0;
  let shownBy: OperationLine | undefined;
  for (const [i, op] of observations.entries()) {
    const of = { op, shown: number(op), expected: bounds.least(op) };
    const best = fullest[i] as number;
    const gone = missing[best] as number;
    if (gone > lost) {
      const among = bounds.due(op, shownBy, Math.max(gone - lost, MOST_AMONG));
      shortfalls.push({
        ...of,
        lost: gone - lost,
        among,
        overlap: begunBy(op.end, overlap),
        again: undefined,
      });
      lost = gone;
    } else if ((missing[i] as number) > lost) {
      shortfalls.push({ ...of, lost: 0, among: [], overlap: undefined, again: observations[best] });
    }
    if (bounds.showsAll(op, lost)) shownBy = op;
  }
  return shortfalls;
}

/** An overlap that came only later is not what the loss came from. */
const begunBy = (time: number, overlap: Shortfall['overlap']) =>
  overlap?.every(({ start }) => start <= time) === true ? overlap : undefined;

/** How many of these ascending numbers lie below (or at) a bound. */
function below(ascending: readonly number[], bound: number, orAt = false): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = ascending[middle] as number;
    if (at < bound || (orAt && at === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An acknowledged increment and another acknowledged update of the session that overlapped it. */
function overlapping(
  acknowledged: readonly OperationLine[],
  updates: readonly OperationLine[],
): [OperationLine, OperationLine] | undefined {
  const keys = new Set(acknowledged);
  let latest: OperationLine | undefined;
  for (const op of updates) {
    if (latest !== undefined && op.start <= latest.end && (keys.has(op) || keys.has(latest)))
      return [latest, op];
    if (latest === undefined || op.end > latest.end) latest = op;
  }
  return undefined;
}

/**
 * Two acknowledged increments that overlapped and were told the same: each should have counted the other, or been counted
 * by it; unless the counter may have started afresh in between.
 */
function countedTwice(acknowledged: readonly OperationLine[], emptyings: readonly Emptying[]): Shortfall[] {
  const byAnswer = new Map<number, OperationLine>();
  for (const op of acknowledged) {
    const other = byAnswer.get(number(op));
    const isAfresh =
      other !== undefined &&
      emptyings.some(
        ({ start, end }) => start <= Math.max(op.end, other.end) && end >= Math.min(op.start, other.start),
      );
    if (other !== undefined && op.start <= other.end && !isAfresh) {
      const shown = number(op);
      return [
        {
          op,
          shown,
          expected: shown + 1,
          lost: 1,
          among: [other, op],
          overlap: [other, op],
          again: undefined,
        },
      ];
    }
    if (other === undefined || op.end > other.end) byAnswer.set(number(op), op);
  }
  return [];
}

/** `ops` in order of start, none of which misses an acknowledged increment. */
function stepsBack(ops: readonly OperationLine[]): { op: OperationLine; earlier: OperationLine }[] {
  const steps: { op: OperationLine; earlier: OperationLine }[] = [];
  const byEnd = ops.toSorted((a, b) => a.end - b.end);
  let passed = 0;
  let highest: OperationLine | undefined;
  for (const op of ops) {
    for (; passed < byEnd.length && (byEnd[passed] as OperationLine).end < op.start; passed++) {
      const over = byEnd[passed] as OperationLine;
      if (highest === undefined || number(over) > number(highest)) highest = over;
    }
    const least = (highest === undefined ? -Infinity : number(highest)) + (op.op === 'increment' ? 1 : 0);
    if (highest !== undefined && number(op) < least) steps.push({ op, earlier: highest });
  }
  return steps;
}
