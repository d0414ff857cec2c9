import type { OperationLine } from '../../protocol/history.ts';
import type { UnsavedInterval } from './judgement.ts';

/**
 * Which lost updates the app acknowledged and never saved, and the count that says so: as many as possible, each to a stretch that it fell into, and to each stretch no more than were counted there:
 * of those that are over first each takes the stretch that is over first.
 */
export function neverSaved(
  losses: readonly OperationLine[],
  unsaved: readonly UnsavedInterval[],
): Map<OperationLine, UnsavedInterval> {
  const explained = new Map<OperationLine, UnsavedInterval>();
  const stretches = unsaved
    .map((interval) => ({ interval, left: interval.count ?? 1 }))
    .toSorted((a, b) => a.interval.toMs - b.interval.toMs);
  for (const lost of losses.toSorted((a, b) => a.end - b.end)) {
    const stretch = stretches.find(({ interval, left }) => left > 0 && isWithin(lost, interval));
    if (stretch === undefined) continue;
    stretch.left--;
    explained.set(lost, stretch.interval);
  }
  return explained;
}

const isWithin = (
  { start, end, instance }: OperationLine,
  { fromMs, toMs, instance: of }: UnsavedInterval,
): boolean => fromMs <= end && toMs >= start && (of === undefined || of === instance);
