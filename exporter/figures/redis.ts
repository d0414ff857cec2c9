import { Redis } from 'ioredis';
import type { OpenFigure } from './figure.ts';

const COMMAND_LIMIT_MS = 2000;
const RETRY_LIMIT_MS = 500;

/** Redis's `used_memory`, and its number of keys. */
export const openRedisFigure: OpenFigure = (url) => {
  const client = new Redis(url, {
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
      const [info, sessions] = await Promise.all([client.info('memory'), client.dbsize()]);
      const used = /^used_memory:(\d+)/m.exec(info)?.[1];
      if (used === undefined) throw new Error('INFO memory of redis has no used_memory');
      return { memoryBytes: Number(used), sessions };
    },
    [Symbol.asyncDispose]: () => {
      client.disconnect();
      return Promise.resolve();
    },
  };
};
