import pTimeout from 'p-timeout';

/**
 * What a promise gives, or an error that says what did not come within the limit: what a stopped process was asked for
 * never comes, and no signal ends the wait for it.
 */
export const within = <Value>(limitMs: number, what: string, promise: Promise<Value>): Promise<Value> =>
  pTimeout(promise, { milliseconds: limitMs, message: new Error(`${what} within ${limitMs / 1000} s`) });
