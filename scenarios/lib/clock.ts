import exec from 'k6/execution';

/** What `setup` hands to every client, so that all read one clock. */
export interface Epoch {
  /** Unix time in milliseconds, with fractions, at which k6's own run clock read 0. */
  originMs: number;
  /** Unix time in milliseconds of time 0 of the history. */
  epochMs: number;
}

/**
 * Fixes the epoch `leadMs` from now. k6's `Date` counts whole milliseconds, and its run clock
 * (`currentTestRunDuration`) nanoseconds from an unknown instant; the next tick of the one dates the other.
 */
export function chooseEpoch(leadMs: number): Epoch {
  const before = Date.now();
  let tick = before;
  while (tick === before) tick = Date.now();
  const originMs = tick - exec.instance.currentTestRunDuration;
  return { originMs, epochMs: tick + leadMs };
}

/** A clock that reads milliseconds since the epoch, with fractions. */
export function clockOf({ originMs, epochMs }: Epoch): () => number {
  const offsetMs = originMs - epochMs;
  return () => offsetMs + exec.instance.currentTestRunDuration;
}
