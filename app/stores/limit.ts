/** The promise's outcome, or a rejection that names what was waited for when that takes longer than the limit. */
export async function within<T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const limit = setTimeout(() => reject(new Error(`${what} did not answer within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(limit);
  }
}

/** How long opening a store waits for its server. */
export const OPEN_LIMIT_MS = 10_000;
/** How long a look at a store's health may take. */
export const CHECK_LIMIT_MS = 1000;
