import type { ServerDefinition } from './server.ts';

/** A standalone. */
export const mongoServer: ServerDefinition = {
  program: 'mongod',
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port }) => ({
    command: tool.path,
    args: ['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', dataFolder, '--nounixsocket'],
  }),
  url: (port) => `mongodb://127.0.0.1:${port}/test`,
};
