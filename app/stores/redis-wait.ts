import type { Redis } from 'ioredis';

/** A write that no replica has within this is an error: it may be lost with the primary. */
const LIMIT_MS = 1000;
/** What connect-redis writes by. */
const WRITES = new Set<string | symbol>(['set', 'del', 'expire']);

/**
 * The client as connect-redis takes it, whose writes wait until so many replicas have them (WAIT, on the same connection
 * behind the write), and fail where fewer do. With 0 it is the client itself.
 */
export function replicated(client: Redis, replicas: number): Redis {
  if (replicas === 0) return client;
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (!WRITES.has(name)) return value.bind(target) as unknown;
      return async (...args: string[]) => {
        const written = target.call(String(name), ...args);
        const waited = target.call('WAIT', replicas, LIMIT_MS);
        const [result, reached] = await Promise.all([written, waited]);
        if (Number(reached) < replicas)
          throw new Error(`${String(reached)} of ${replicas} replicas had the write within ${LIMIT_MS} ms`);
        return result;
      };
    },
  });
}
