import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import type { BreakServer } from '../servers/broken.ts';
import { connectMariadb } from '../servers/mariadb.ts';
import { connectMongo, probesOf } from '../servers/mongo.ts';
import { refusedBy } from '../servers/postgres.ts';
import { connectRedis, infoOf, refusalOf, settingOf } from '../servers/redis.ts';
import { ending, refusing, type Try } from '../servers/when-full.ts';
import { askServer } from './ask-server.ts';

/** More than the last block of a file may still have room for. */
const WRITTEN = 'x'.repeat(16_384);
const WRITTEN_MS = 50;

/** What it writes to its disk by itself, it writes now and then. */
const tryRedis: Try = async (url) => {
  await using redis = await connectRedis(url);
  if ((await settingOf(redis, 'appendonly')) === 'yes') {
    const refusal = await refusalOf(redis, WRITTEN);
    if (refusal !== undefined) return refusal;
    // What was acknowledged goes to the disk just after.
    await delay(WRITTEN_MS);
    return await refusalOf(redis);
  }
  if ((await settingOf(redis, 'save')) === '')
    throw new Error('redis without persistence has nothing on a disk');
  const isSaving = async () => (await infoOf(redis, 'rdb_bgsave_in_progress')) === 1;
  await pWaitFor(async () => !(await isSaving()), { interval: 20 });
  await redis.call('BGSAVE');
  await pWaitFor(async () => !(await isSaving()), { interval: 20 });
  return await refusalOf(redis);
};

const tryPostgres: Try = async (url) => {
  const state = await refusedBy(
    url,
    'CREATE TABLE holdfast_probe (a INT)',
    'INSERT INTO holdfast_probe VALUES (1)',
  );
  return state && `SQLSTATE ${state}`;
};

const tryMariadb: Try = async (url) => {
  const table = `\`${new URL(url).pathname.slice(1)}\`.holdfast_probe`;
  try {
    await using mariadb = await connectMariadb(url);
    await mariadb.query(`CREATE TABLE ${table} (a INT)`);
    await mariadb.query(`DROP TABLE ${table}`);
    return undefined;
  } catch (error) {
    const { errno, message } = error as { errno?: number; message: string };
    if (errno === undefined) throw error;
    return `${message} (${errno})`;
  }
};

/** Its journal has room of its own that was taken before; what it writes down each minute has not. */
const tryMongo: Try = async (url) => {
  await using mongo = await connectMongo(url);
  const probes = probesOf(mongo);
  const { insertedId } = await probes.insertOne({ WRITTEN }, { writeConcern: { w: 1, j: true } });
  await probes.deleteOne({ _id: insertedId });
  await mongo.db('admin').command({ fsync: 1 });
  return undefined;
};

const REDIS_ENDED = /Error writing to the AOF file: .*|Can't recover from AOF write error.*/;
/** Whichever of its threads is the first to write. */
const MONGO_ENDED =
  /No space left on device|Failed to write to \w+ file buffer for full-time diagnostic data/;

const redisIsFull = refusing(tryRedis, (said) => said.startsWith('MISCONF'));
const redisEnds = ending(tryRedis, REDIS_ENDED);

const fillRedis: BreakServer = async (place) =>
  ((await isSyncing(place.url)) ? redisEnds : redisIsFull)(place);

/** Before it answers, whatever it has appended. */
async function isSyncing(url: string): Promise<boolean> {
  await using redis = await connectRedis(url);
  const appends = (await settingOf(redis, 'appendonly')) === 'yes';
  return appends && (await settingOf(redis, 'appendfsync')) === 'always';
}

export const fillDisk = askServer({
  'redis-server': fillRedis,
  postgres: refusing(tryPostgres, (said) => said === 'SQLSTATE 53100'),
  mariadbd: refusing(tryMariadb, (said) => /\b28\b|full/i.test(said)),
  mongod: ending(tryMongo, MONGO_ENDED),
});
