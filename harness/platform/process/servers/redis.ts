import type { ServerDefinition } from './server.ts';

export const redisServer: ServerDefinition = {
  program: 'redis-server',
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port }) => ({
    command: tool.path,
    args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', dataFolder],
  }),
  url: (port) => `redis://127.0.0.1:${port}`,
};
