import { bucketMs } from './axis.ts';
import type { Bucket, ExperimentResult, FaultResult } from '../model/results.ts';

/**
 * Operations that were not served while any of the faults was in force: from its onset until it healed and the app was
 * available again. Of results that do not have availability, buckets that a fault touches are counted whole, and once.
 */
export function failedDuring(
  faults: readonly FaultResult[],
  { availability, buckets, durationMs }: Pick<ExperimentResult, 'availability' | 'buckets' | 'durationMs'>,
): number {
  if (availability !== undefined)
    return availability.phases
      .filter(({ phase, faults: its }) => phase === 'during' && faults.some(({ id }) => its.includes(id)))
      .reduce((sum, { refused, failed, unknown }) => sum + refused + failed + unknown, 0);
  const width = bucketMs(buckets);
  const touches = ({ onsetMs, healedMs = durationMs, unavailableMs = 0 }: FaultResult, { atMs }: Bucket) =>
    atMs + width > onsetMs && atMs <= Math.max(healedMs, onsetMs + unavailableMs);
  return buckets
    .filter((bucket) => faults.some((fault) => touches(fault, bucket)))
    .reduce((sum, { failed }) => sum + failed, 0);
}
