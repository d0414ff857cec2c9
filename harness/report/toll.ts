import { bucketMs } from './axis.ts';
import type { Bucket, ExperimentResult, FaultResult } from '../model/results.ts';

/**
 * Operations that failed, or of which nobody knows, while any of the faults was in force: from its onset until it
 * healed and the app was available again. Buckets that a fault touches are counted whole, and once.
 */
export function failedDuring(
  faults: readonly FaultResult[],
  { buckets, durationMs }: Pick<ExperimentResult, 'buckets' | 'durationMs'>,
): number {
  const width = bucketMs(buckets);
  const touches = ({ onsetMs, healedMs = durationMs, unavailableMs = 0 }: FaultResult, { atMs }: Bucket) =>
    atMs + width > onsetMs && atMs <= Math.max(healedMs, onsetMs + unavailableMs);
  return buckets
    .filter((bucket) => faults.some((fault) => touches(fault, bucket)))
    .reduce((sum, { failed }) => sum + failed, 0);
}
