import type { OperationLine, Value } from '../../../protocol/history.ts';
import { Bounds, countOf } from './counter-bounds.ts';
import { countedTwice, shortfallsOf, type Shortfall } from './counter-shortfalls.ts';
import { mayTakeEffect, sawPresence, tookEffect } from './effects.ts';
import type { PrefixMaximum } from './prefix-maximum.ts';
import type { Emptying } from './register-use.ts';

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
  const observations = seen.filter((op) => op.value !== undefined && !Number.isNaN(countOf(op)));
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
    if (!(countOf(op) <= most)) facts.excess.push({ op, shown: op.value, most });
    else if (end !== undefined && countOf(op) > bounds.mostSince(end, op))
      facts.revived.push({ op, shown: op.value, end, most: bounds.mostSince(end, op) });
  }
  const overlap = overlapping(acknowledged, updates);
  facts.shortfalls = isPreexisting && !bounds.isPlain ? [] : shortfallsOf(observations, bounds, overlap);
  if (facts.shortfalls.length === 0) facts.shortfalls = countedTwice(acknowledged, emptyings);
  if (bounds.isPlain) {
    facts.backwards = stepsBack(observations.filter((op) => countOf(op) >= bounds.least(op)));
  }
  const lastStart = observations.reduce((latest, { start }) => Math.max(latest, start), -Infinity);
  facts.tested = acknowledged.filter(({ end }) => end < lastStart).length;
  facts.testedOverlaps = overlap === undefined ? 0 : facts.tested;
  return facts;
}

const earliest = (ops: readonly OperationLine[]): OperationLine | undefined =>
  ops.reduce<OperationLine | undefined>((a, b) => (a === undefined || b.end < a.end ? b : a), undefined);

const setsValue = (op: OperationLine) => op.op === 'write' || op.op === 'create';

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

/** `ops` in order of start, none of which misses an acknowledged increment. */
function stepsBack(ops: readonly OperationLine[]): { op: OperationLine; earlier: OperationLine }[] {
  const steps: { op: OperationLine; earlier: OperationLine }[] = [];
  const byEnd = ops.toSorted((a, b) => a.end - b.end);
  let passed = 0;
  let highest: OperationLine | undefined;
  for (const op of ops) {
    for (; passed < byEnd.length && (byEnd[passed] as OperationLine).end < op.start; passed++) {
      const over = byEnd[passed] as OperationLine;
      if (highest === undefined || countOf(over) > countOf(highest)) highest = over;
    }
    const least = (highest === undefined ? -Infinity : countOf(highest)) + (op.op === 'increment' ? 1 : 0);
    if (highest !== undefined && countOf(op) < least) steps.push({ op, earlier: highest });
  }
  return steps;
}
