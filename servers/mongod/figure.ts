import { MongoClient } from 'mongodb';
import { z } from 'zod';
import type { OpenFigure, ServerCounts } from '../lib/figure.ts';

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
      const [stats, sessions, server] = await Promise.all([
        database.command({ dbStats: 1 }, limit),
        database.collection('sessions').countDocuments({}, limit),
        database.command(SERVER_STATUS, limit).then(countsOf),
      ]);
      return { memoryBytes: Number(stats['dataSize']) + Number(stats['indexSize']), sessions, server };
    },
    [Symbol.asyncDispose]: async () => {
      const client = await connecting?.catch(() => {});
      await client?.close();
    },
  };
};

/** Without the sections that are long and not asked for. */
const SERVER_STATUS = { serverStatus: 1, metrics: 0, locks: 0, opLatencies: 0, repl: 0 };

const statusSchema = z.object({
  connections: z.object({ current: z.number() }),
  // Only of some systems, and of WiredTiger.
  extra_info: z.object({ user_time_us: z.number(), system_time_us: z.number() }).optional().catch(undefined),
  wiredTiger: z
    .object({ cache: z.record(z.string(), z.number()) })
    .optional()
    .catch(undefined),
});

function countsOf(status: unknown): ServerCounts {
  const { connections, extra_info: extra, wiredTiger } = statusSchema.parse(status);
  const cache = (name: string) => wiredTiger?.cache[name] ?? 0;
  const missed = cache('pages read into cache');
  return {
    connections: connections.current,
    ...(extra && { cpuSeconds: (extra.user_time_us + extra.system_time_us) / 1e6 }),
    ...(wiredTiger && {
      evictions: cache('modified pages evicted') + cache('unmodified pages evicted'),
      hits: Math.max(0, cache('pages requested from the cache') - missed),
      misses: missed,
    }),
  };
}

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
