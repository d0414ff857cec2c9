import { setTimeout as delay } from 'node:timers/promises';

/**
 * What a promise gives, or an error that says what did not come within the limit: what a stopped process was asked for
 * never comes, and no signal ends the wait for it.
 */
export async function within<Value>(limitMs: number, what: string, promise: Promise<Value>): Promise<Value> {
  const over = new AbortController();
  const late = delay(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${what} within ${limitMs / 1000} s`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}
