import { MongoClient } from 'mongodb';
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
  const url = `mongodb://127.0.0.1:${port}`;
  let client: MongoClient | undefined;
  try {
    await waitUntilReady({
      child,
      what: 'mongod',
      attempt: async () => {
        // A client whose first connection failed stays closed; every attempt needs a new one.
        const candidate = new MongoClient(url, { serverSelectionTimeoutMS: 500, directConnection: true });
        try {
          await candidate.db().command({ ping: 1 });
          client = candidate;
        } catch (error) {
          await candidate.close();
          throw error;
        }
      },
      limitMs: READY_LIMIT_MS,
      signal,
      next: 'holdfast doctor',
    });
  } catch (error) {
    await client?.close();
    await child[Symbol.asyncDispose]();
    throw error;
  }
  const connected = client as MongoClient;
  const database = connected.db('test');
  return {
    name: 'mongo',
    url: `${url}/test`,
    child,
    memory: async () => {
      const stats = await database.command({ dbStats: 1 });
      const sessions = await database.collection('sessions').countDocuments();
      return { memoryBytes: Number(stats['dataSize']) + Number(stats['indexSize']), sessions };
    },
    async [Symbol.asyncDispose]() {
      await connected.close();
      await child[Symbol.asyncDispose]();
    },
  };
};
