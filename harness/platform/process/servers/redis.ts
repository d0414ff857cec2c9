import { openRedisFigure } from '../../../../exporter/figures/redis.ts';
import { Child } from '../child.ts';
import { waitUntilReady } from '../ready.ts';
import type { StartServer } from './server.ts';

const READY_LIMIT_MS = 5000;

/** redis-server with its own defaults, but for the address, the folder and the log. */
export const startRedis: StartServer = async ({ tool, dataFolder, logFile, port, guardian, signal }) => {
  const child = new Child({
    name: 'redis',
    command: tool.path,
    args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', dataFolder],
    ...(tool.env ? { env: tool.env } : {}),
    logFile,
    guardian,
  });
  const url = `redis://127.0.0.1:${port}`;
  const figure = openRedisFigure(url);
  try {
    await waitUntilReady({
      child,
      what: 'redis-server',
      attempt: async () => {
        await figure.read();
      },
      limitMs: READY_LIMIT_MS,
      signal,
      next: 'holdfast doctor',
    });
  } catch (error) {
    await figure[Symbol.asyncDispose]();
    await child[Symbol.asyncDispose]();
    throw error;
  }
  return {
    name: 'redis',
    url,
    child,
    memory: () => figure.read(),
    async [Symbol.asyncDispose]() {
      await figure[Symbol.asyncDispose]();
      await child[Symbol.asyncDispose]();
    },
  };
};
