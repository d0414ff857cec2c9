import { MongoClient } from 'mongodb';
import type { OpenFigure } from './figure.ts';

const OPERATION_LIMIT_MS = 2000;
const SELECTION_LIMIT_MS = 500;

/** The data and the indexes of the database that `url` names (`dbStats`), and the documents in `sessions`. */
export const openMongoFigure: OpenFigure = (url) => {
  let connecting: Promise<MongoClient> | undefined;
  // A client whose first connection failed stays closed: the next reading needs a new one.
  const connected = () => (connecting ??= connect(url).catch(forget));
  const forget = (error: unknown): never => {
    connecting = undefined;
    throw error;
  };
  return {
    read: async () => {
      const database = (await connected()).db();
      const limit = { signal: AbortSignal.timeout(OPERATION_LIMIT_MS) };
      const [stats, sessions] = await Promise.all([
        database.command({ dbStats: 1 }, limit),
        database.collection('sessions').countDocuments({}, limit),
      ]);
      return { memoryBytes: Number(stats['dataSize']) + Number(stats['indexSize']), sessions };
    },
    [Symbol.asyncDispose]: async () => {
      const client = await connecting?.catch(() => {});
      await client?.close();
    },
  };
};

async function connect(url: string): Promise<MongoClient> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: SELECTION_LIMIT_MS,
    connectTimeoutMS: OPERATION_LIMIT_MS,
    socketTimeoutMS: OPERATION_LIMIT_MS,
    // How soon the return of a server is noticed.
    heartbeatFrequencyMS: 500,
    directConnection: true,
  });
  try {
    await client.connect();
    await client.db().command({ ping: 1 });
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}
