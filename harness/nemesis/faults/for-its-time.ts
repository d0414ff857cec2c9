import { setTimeout as delay } from 'node:timers/promises';

/** Waits for no less than this, and gives back how long it was; a timer of Node may end up to a millisecond too soon. */
export async function forItsTime(durationMs: number, signal: AbortSignal): Promise<number> {
  const startedMs = performance.now();
  const gone = () => performance.now() - startedMs;
  while (gone() < durationMs) await delay(Math.ceil(durationMs - gone()), undefined, { signal });
  return Math.round(gone());
}
