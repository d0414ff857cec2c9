import type { OperationLine } from '../../../protocol/history.ts';
import type { Emptying } from './register.ts';
import { mayTakeEffect, tookEffect } from './terms.ts';

/** What a counter showed against what the acknowledged increments before it must give. */
export interface Shortfall {
  op: OperationLine;
  shown: number;
  expected: number;
  /** How many are missing for good, beyond those that were missing before; 0 where later reads show them again. */
  lost: number;
  /** Two acknowledged updates of the session that overlapped, one of them of this counter. */
  overlap: [OperationLine, OperationLine] | undefined;
  again: OperationLine | undefined;
}

/** What one counter of one session went through. */
export interface CounterFacts {
  key: string;
  shortfalls: Shortfall[];
  /** Shows more than all increments that had begun can give. */
  excess: { op: OperationLine; shown: number; most: number }[];
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

const number = (op: OperationLine) => (typeof op.value === 'number' ? op.value : op.value === null ? 0 : NaN);

export function counterFacts(
  key: string,
  ops: readonly OperationLine[],
  emptyings: readonly Emptying[],
  undead: ReadonlySet<OperationLine>,
  updates: readonly OperationLine[],
): CounterFacts {
  const facts: CounterFacts = {
    key,
    shortfalls: [],
    excess: [],
    backwards: [],
    tested: 0,
    testedOverlaps: 0,
    observations: [],
    isMixed: false,
  };
  const increments = ops.filter((op) => op.op === 'increment' && mayTakeEffect(op));
  const acknowledged = increments.filter(tookEffect);
  facts.observations = ops.filter(
    (op) =>
      tookEffect(op) &&
      !undead.has(op) &&
      (op.op === 'increment' || (op.op === 'read' && op.value !== undefined && !Number.isNaN(number(op)))),
  );
  const writes = ops.filter(
    (op) => op.op !== 'read' && op.op !== 'increment' && op.op !== 'destroy' && mayTakeEffect(op),
  );
  // Beyond its creation the counter may start afresh at any of these, so only increments after them count.
  const [first, ...resets] = emptyings;
  const isPlain =
    resets.length === 0 && (first === undefined || acknowledged.every((op) => op.start > first.end));
  if (writes.some((op) => op.value !== undefined || op.op === 'remove')) {
    facts.isMixed = true;
    return facts;
  }
  const ends = acknowledged.map((op) => op.end).toSorted((a, b) => a - b);
  const starts = increments.map((op) => op.start).toSorted((a, b) => a - b);
  const resetBy = (op: OperationLine) =>
    emptyings.reduce((latest, { start, end }) => (start <= op.end && end > latest ? end : latest), -Infinity);

  const deficits = facts.observations.map((op) => {
    const own = op.op === 'increment' ? 1 : 0;
    const reset = isPlain ? -Infinity : resetBy(op);
    const before = isPlain
      ? below(ends, op.start)
      : acknowledged.filter(({ start, end }) => start > reset && end < op.start).length;
    const most = below(starts, op.end, true);
    const shown = number(op);
    if (shown > most) facts.excess.push({ op, shown, most });
    return { op, shown, expected: before + own, missing: before + own - shown };
  });
  const least = deficits.map(({ missing }) => missing);
  for (let i = least.length - 2; i >= 0; i--) least[i] = Math.min(least[i] as number, least[i + 1] as number);

  const overlap = overlapping(acknowledged, updates);
  let lost = 0;
  for (const [i, { op, shown, expected, missing }] of deficits.entries()) {
    const forGood = least[i] as number;
    if (forGood > lost) {
      facts.shortfalls.push({ op, shown, expected, lost: forGood - lost, overlap, again: undefined });
      lost = forGood;
    } else if (missing > lost) {
      const again = deficits.slice(i + 1).find((later) => later.missing <= lost)?.op;
      facts.shortfalls.push({ op, shown, expected, lost: 0, overlap: undefined, again });
    }
  }
  if (lost === 0 && facts.shortfalls.length === 0 && isPlain)
    facts.shortfalls.push(...toldTwice(acknowledged));
  if (isPlain)
    facts.backwards = stepsBack(deficits.filter(({ missing }) => missing <= 0).map(({ op }) => op));
  const lastStart = facts.observations.reduce((latest, { start }) => Math.max(latest, start), -Infinity);
  facts.tested = below(ends, lastStart);
  facts.testedOverlaps = overlap === undefined ? 0 : acknowledged.filter(({ end }) => end < lastStart).length;
  return facts;
}

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

/** Two acknowledged increments that were told the same: each should have counted the other, or been counted by it. */
function toldTwice(acknowledged: readonly OperationLine[]): Shortfall[] {
  const told = new Map<number, OperationLine>();
  for (const op of acknowledged) {
    const other = told.get(number(op));
    if (other !== undefined) {
      const shown = number(op);
      return [{ op, shown, expected: shown + 1, lost: 1, overlap: [other, op], again: undefined }];
    }
    told.set(number(op), op);
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
