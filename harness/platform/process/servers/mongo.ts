import { openMongoFigure } from '../../../../exporter/figures/mongo.ts';
import { Child } from '../child.ts';
import { waitUntilReady } from '../ready.ts';
import type { StartServer } from './server.ts';

const READY_LIMIT_MS = 20_000;

/** mongod, a standalone with its own defaults, but for the address, the folder and the log. */
export const startMongo: StartServer = async ({ tool, dataFolder, logFile, port, guardian, signal }) => {
  const child = new Child({
    name: 'mongo',
    command: tool.path,
    args: ['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', dataFolder, '--nounixsocket'],
    ...(tool.env ? { env: tool.env } : {}),
    logFile,
    guardian,
  });
  const url = `mongodb://127.0.0.1:${port}/test`;
  const figure = openMongoFigure(url);
  try {
    await waitUntilReady({
      child,
      what: 'mongod',
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
    name: 'mongo',
    url,
    child,
    memory: () => figure.read(),
    async [Symbol.asyncDispose]() {
      await figure[Symbol.asyncDispose]();
      await child[Symbol.asyncDispose]();
    },
  };
};
