import { Redis } from 'ioredis';
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
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => 50 });
  client.on('error', () => {});
  try {
    void client.connect().catch(() => {});
    await waitUntilReady({
      child,
      what: 'redis-server',
      attempt: async () => {
        if (client.status !== 'ready') throw new Error(`did not answer PING on port ${port}`);
        await client.ping();
      },
      limitMs: READY_LIMIT_MS,
      signal,
      next: 'holdfast doctor',
    });
  } catch (error) {
    client.disconnect();
    await child[Symbol.asyncDispose]();
    throw error;
  }
  return {
    name: 'redis',
    url: `redis://127.0.0.1:${port}`,
    child,
    memory: async () => {
      const info = await client.info('memory');
      return { memoryBytes: Number(/^used_memory:(\d+)/m.exec(info)?.[1]), sessions: await client.dbsize() };
    },
    async [Symbol.asyncDispose]() {
      client.disconnect();
      await child[Symbol.asyncDispose]();
    },
  };
};
