import pTimeout from 'p-timeout';

/** The promise's outcome, or a rejection that names what was waited for when that takes longer than the limit. */
export const within = <T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> =>
  pTimeout(promise, {
    milliseconds: limitMs,
    message: new Error(`${what} did not answer within ${limitMs} ms`),
  });

/** How long opening a store waits for its server. */
export const OPEN_LIMIT_MS = 10_000;
/** How long a look at a store's health may take. */
export const CHECK_LIMIT_MS = 1000;
