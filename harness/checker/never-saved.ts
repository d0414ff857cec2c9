import type { OperationLine } from '../../protocol/history.ts';
import type { Lost } from './finding.ts';
import type { UnsavedInterval } from './judgement.ts';

/** Updates that were lost, each with the count that says that it was never saved. */
type Counted = ReadonlyMap<OperationLine, UnsavedInterval>;

/**
 * Which losses are of updates that the app acknowledged and never saved, and the counts that say so: each update is laid
 * to a stretch that it fell into, and to each stretch no more than were counted there. Of those that are over first each
 * takes the stretch that is over first, which explains as many as possible. Where several were lost at once, all are
 * explained or none is; which ones they were need not be known, and so those that are known come first.
 */
export function neverSaved(losses: readonly Lost[], unsaved: readonly UnsavedInterval[]): Map<Lost, Counted> {
  const explained = new Map<Lost, Counted>();
  const stretches = unsaved
    .map((interval) => ({ interval, left: interval.count ?? 1 }))
    .toSorted((a, b) => a.interval.toMs - b.interval.toMs);
  const laid = new Set<OperationLine>();
  for (const lost of losses.toSorted(mostCertainFirst)) {
    const taken = new Map<OperationLine, (typeof stretches)[number]>();
    for (const op of lost.among.toSorted((a, b) => a.end - b.end)) {
      if (taken.size === lost.count) break;
      const stretch = laid.has(op)
        ? undefined
        : stretches.find(({ interval, left }) => left > 0 && isWithin(op, interval));
      if (stretch === undefined) continue;
      stretch.left--;
      taken.set(op, stretch);
    }
    if (taken.size < lost.count) {
      for (const stretch of taken.values()) stretch.left++;
      continue;
    }
    for (const op of taken.keys()) laid.add(op);
    explained.set(lost, new Map([...taken].map(([op, { interval }]) => [op, interval])));
  }
  return explained;
}

const choicesOf = ({ among, count }: Lost) => among.length - count;
const overBy = ({ among }: Lost) => among.reduce((latest, { end }) => Math.max(latest, end), -Infinity);

const mostCertainFirst = (a: Lost, b: Lost) =>
  choicesOf(a) - choicesOf(b) || a.count - b.count || overBy(a) - overBy(b);

const isWithin = (
  { start, end, instance }: OperationLine,
  { fromMs, toMs, instance: of }: UnsavedInterval,
): boolean => fromMs <= end && toMs >= start && (of === undefined || of === instance);
