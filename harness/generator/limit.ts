import type { Experiment } from '../model/plan.ts';

/** For k6 to start, and to give up what it waits for by its own limits. */
const MARGIN_MS = 300_000;
/** Nobody waits longer for a session to expire. */
const LONGEST_TTL_MS = 60_000;

/**
 * How long the generator may take before it counts as stuck: far more than any workload needs, so that only what would
 * never end is ended.
 */
export function limitOf({ load, subject, faults }: Experiment): number {
  const healedMs = Math.max(0, ...faults.map(({ atMs, durationMs }) => atMs + durationMs));
  const waitedMs = subject.ttlMs <= LONGEST_TTL_MS ? 4 * subject.ttlMs : 0;
  return (
    3 * Math.max(load.durationMs, healedMs) + load.lingerMs + (load.returningMs ?? 0) + waitedMs + MARGIN_MS
  );
}
