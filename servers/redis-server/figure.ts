import { Redis } from 'ioredis';
import { OWN_CONNECTION } from '../../protocol/servers.ts';
import type { OpenFigure } from '../lib/figure.ts';

const COMMAND_LIMIT_MS = 2000;
const RETRY_LIMIT_MS = 500;

/** Redis's `used_memory`, its number of keys, and what else `INFO` counts. */
export const openRedisFigure: OpenFigure = (url) => {
  const client = new Redis(url, {
    connectionName: OWN_CONNECTION,
    // A reading asked for while the server is away is an error at once, not a wait for its return.
    enableOfflineQueue: false,
    commandTimeout: COMMAND_LIMIT_MS,
    connectTimeout: COMMAND_LIMIT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, RETRY_LIMIT_MS),
  });
  let last = 'it is being connected to';
  client.on('error', (error: Error) => (last = error.message));
  return {
    read: async () => {
      if (client.status !== 'ready') throw new Error(`redis does not answer: ${last}`);
      const [info, sessions] = await Promise.all([client.info(), client.dbsize()]);
      const figures = new Map(
        [...info.matchAll(/^(\w+):([\d.]+)\r?$/gm)].map(([, name, value]) => [name, Number(value)]),
      );
      const figure = (name: string) => {
        const value = figures.get(name);
        if (value === undefined) throw new Error(`INFO of redis has no ${name}`);
        return value;
      };
      return {
        memoryBytes: figure('used_memory'),
        sessions,
        server: {
          connections: figure('connected_clients'),
          cpuSeconds: figure('used_cpu_user') + figure('used_cpu_sys'),
          evictions: figure('evicted_keys'),
          hits: figure('keyspace_hits'),
          misses: figure('keyspace_misses'),
        },
      };
    },
    [Symbol.asyncDispose]: () => {
      client.disconnect();
      return Promise.resolve();
    },
  };
};
