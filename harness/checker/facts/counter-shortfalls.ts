import type { OperationLine } from '../../../protocol/history.ts';
import { countOf, type Bounds } from './counter-bounds.ts';
import type { Emptying } from './register-use.ts';

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

/** Of more increments that may have been lost, the latest are taken: a loss shows in whatever is asked next. */
const MOST_AMONG = 16;

/** Increments that stay missing from some observation on are lost; what a later one shows again was only not seen. */
export function shortfallsOf(
  observations: readonly OperationLine[],
  bounds: Bounds,
  overlap: Shortfall['overlap'],
): Shortfall[] {
  const shortfalls: Shortfall[] = [];
  const missing = observations.map((op) => bounds.least(op) - countOf(op));
  /** For each observation the one, from there on, that misses least. */
  const fullest = missing.map((_, i) => i);
  for (let i = fullest.length - 2; i >= 0; i--) {
    const later = fullest[i + 1] as number;
    if ((missing[later] as number) < (missing[i] as number)) fullest[i] = later;
  }
  let lost = 0;
  let shownBy: OperationLine | undefined;
  for (const [i, op] of observations.entries()) {
    const of = { op, shown: countOf(op), expected: bounds.least(op) };
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

/**
 * Two acknowledged increments that overlapped and were told the same: each should have counted the other, or been counted
 * by it; unless the counter may have started afresh in between.
 */
export function countedTwice(
  acknowledged: readonly OperationLine[],
  emptyings: readonly Emptying[],
): Shortfall[] {
  const byAnswer = new Map<number, OperationLine>();
  for (const op of acknowledged) {
    const other = byAnswer.get(countOf(op));
    const isAfresh =
      other !== undefined &&
      emptyings.some(
        ({ start, end }) => start <= Math.max(op.end, other.end) && end >= Math.min(op.start, other.start),
      );
    if (other !== undefined && op.start <= other.end && !isAfresh) {
      const shown = countOf(op);
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
    if (other === undefined || op.end > other.end) byAnswer.set(countOf(op), op);
  }
  return [];
}
