import type { Bucket, ExperimentResult, FaultResult } from '../model/results.ts';

/** Width of a bucket: the smallest distance between two; a second where there is one bucket only. */
export function bucketMs(buckets: readonly Bucket[]): number {
  const gaps = buckets.slice(1).map((bucket, index) => bucket.atMs - (buckets[index]?.atMs ?? 0));
  return gaps.length > 0 ? Math.min(...gaps.map((gap) => Math.max(gap, 1))) : 1000;
}

/** What of an experiment is drawn over time. */
export interface Charted extends Pick<ExperimentResult, 'durationMs' | 'buckets' | 'growth' | 'afterLoad'> {
  faults: readonly Pick<FaultResult, 'kind' | 'onsetMs' | 'healedMs' | 'tookEffect'>[];
}

/**
 * Where an experiment's time axis ends: memory is still read, and a fault may still heal, after the last
 * operation.
 */
export function axisEndMs({ durationMs, buckets, faults, growth }: Charted): number {
  const last = buckets.at(-1);
  const samples = [...(growth?.app.samples ?? []), ...(growth?.server?.samples ?? [])];
  return Math.max(
    durationMs,
    last ? last.atMs + bucketMs(buckets) : 0,
    ...faults.map(({ healedMs = 0 }) => healedMs),
    ...samples.map(({ atMs }) => atMs),
  );
}
