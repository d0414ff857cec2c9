import * as connectMongo from 'connect-mongo';
import { MongoClient, type MongoClientOptions, type ReadPreferenceMode } from 'mongodb';
import { poolOf } from './mongo-pool.ts';
import type { OpenStore } from './store.ts';

/** Until connect-mongo 5 the class was the package's default export. */
const exported: { MongoStore?: typeof connectMongo.MongoStore; default?: unknown } = connectMongo;
const MongoStore = exported.MongoStore ?? (exported.default as typeof connectMongo.MongoStore);

/**
 * connect-mongo on the official driver with both packages' defaults. It is given a connected client: connect-mongo
 * left to connect by itself ends the process when the server is away at the start.
 */
export const open: OpenStore = async ({ url, ttlMs, settings = {} }) => {
  if (url === undefined) throw new Error('mongo needs the address of its server');
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000, ...clientOptions(settings) });
  const pool = poolOf(client);
  await client.connect();
  const concern = writeConcernOf(settings);
  const store = MongoStore.create({
    client,
    ttl: Math.ceil(ttlMs / 1000),
    ...(Object.keys(concern).length === 0 ? {} : { writeOperationOptions: concern }),
  });
  return {
    store,
    check: async () => {
      await client.db().command({ ping: 1 }, { timeoutMS: 1000 });
    },
    pool,
    close: () => client.close(),
  };
};

const clientOptions = ({ readPreference, socketTimeoutMS, maxPoolSize }: Settings): MongoClientOptions => ({
  ...(readPreference && { readPreference: readPreference as ReadPreferenceMode }),
  ...(socketTimeoutMS && { socketTimeoutMS: Number(socketTimeoutMS) }),
  ...(maxPoolSize && { maxPoolSize: Number(maxPoolSize) }),
});

type Settings = Readonly<Record<string, string>>;

/** As connect-mongo hands it on to every write. */
const writeConcernOf = ({ w, j }: Settings) => ({
  ...(w === undefined ? {} : { w: w === '1' ? 1 : ('majority' as const) }),
  ...(j === undefined ? {} : { j: j === 'true' }),
});
