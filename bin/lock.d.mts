/** Resolves to the function that releases the lock. See lock.mjs. */
export function acquireLock(
  path: string,
  options?: { onWait?: () => void; signal?: AbortSignal },
): Promise<() => void>;
