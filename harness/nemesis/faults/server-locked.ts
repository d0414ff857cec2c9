import pTimeout from 'p-timeout';
import pWaitFor from 'p-wait-for';
import type { BreakServer } from '../servers/broken.ts';
import { connectMariadb, refusedBy as refusedByMariadb } from '../servers/mariadb.ts';
import { connectMongo, probesOf } from '../servers/mongo.ts';
import { connectPostgres, refusedBy as refusedByPostgres } from '../servers/postgres.ts';
import { connectRedis, refusalOf } from '../servers/redis.ts';
import { askServer } from './ask-server.ts';

/** How long a write of the harness's own must wait before it counts as waiting. */
const WAITED_MS = 200;
const ANSWER_LIMIT_MS = 5000;
const FREE_LIMIT_MS = 10_000;
/** Longer than any fault lasts: it is undone, and does not end by itself. */
const FOR_GOOD_MS = 7 * 86_400_000;

/** What one kind of server has for it. */
interface Lock extends AsyncDisposable {
  lock: () => Promise<unknown>;
  unlock: () => Promise<unknown>;
  /** Tries a write of the harness's own, and leaves nothing of it: whether it had to wait. */
  waits: () => Promise<boolean>;
}

function locking(open: (url: string) => Promise<Lock>): BreakServer {
  return async ({ url }) => {
    await using stack = new AsyncDisposableStack();
    const lock = stack.use(await open(url));
    const restore = async () => {
      await lock.unlock();
      const isFree = async () => !(await lock.waits());
      const message = 'the lock was let go of, and writes still wait';
      await pWaitFor(isFree, { interval: 5, timeout: { milliseconds: FREE_LIMIT_MS, message } });
      return { after: 'a write was taken' };
    };
    const still = async () => {
      if (!(await lock.waits())) throw new Error('writes were to wait for a lock, and one did not');
      return {};
    };
    try {
      await lock.lock();
      await still();
      const owned = stack.move();
      return {
        evidence: { seen: 'a write of the harness had to wait' },
        still,
        restore,
        [Symbol.asyncDispose]: () => owned.disposeAsync(),
      };
    } catch (error) {
      await restore();
      throw error;
    }
  };
}

const ofRedis = locking(async (url) => {
  const redis = await connectRedis(url);
  return {
    lock: () => redis.call('CLIENT', 'PAUSE', FOR_GOOD_MS, 'WRITE'),
    unlock: () => redis.call('CLIENT', 'UNPAUSE'),
    waits: async () => {
      // Who goes while it waits leaves no write behind.
      await using another = await connectRedis(url);
      const written = refusalOf(another).then((refusal) => {
        if (refusal !== undefined) throw new Error(`redis said ${refusal} to a write`);
        return false;
      });
      // Whoever did not wait for it needs not be told how it ended.
      written.catch(() => {});
      return await pTimeout(written, { milliseconds: WAITED_MS, fallback: () => true });
    },
    [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
  };
});

const LOCK_NOT_AVAILABLE = '55P03';

const ofPostgres = locking(async (url) => {
  const postgres = await connectPostgres(url);
  const tables =
    "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS all FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
  const { rows } = await postgres.query<{ all: string | null }>(tables);
  const all = rows[0]?.all ?? undefined;
  if (all === undefined) throw new Error('postgres has no table that could be locked');
  return {
    lock: async () => {
      await postgres.query('BEGIN');
      // Of all modes that let reads pass, the strictest.
      await postgres.query(`LOCK TABLE ${all} IN EXCLUSIVE MODE`);
    },
    unlock: () => postgres.query('ROLLBACK'),
    waits: async () => {
      const limit = `SET LOCAL lock_timeout = ${WAITED_MS}`;
      const refused = await refusedByPostgres(url, limit, `LOCK TABLE ${all} IN ROW EXCLUSIVE MODE`);
      if (refused !== undefined && refused !== LOCK_NOT_AVAILABLE)
        throw new Error(`postgres said ${refused} to a lock as every write takes it`);
      return refused !== undefined;
    },
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  };
});

const LOCK_WAIT_TIMEOUT = 1205;

const ofMariadb = locking(async (url) => {
  const mariadb = await connectMariadb(url);
  const table = `\`${new URL(url).pathname.slice(1)}\`.holdfast_probe`;
  return {
    lock: () => mariadb.query('FLUSH TABLES WITH READ LOCK'),
    unlock: () => mariadb.query('UNLOCK TABLES'),
    waits: async () => {
      const refused = await refusedByMariadb(
        url,
        'SET SESSION lock_wait_timeout = 1',
        `CREATE TABLE ${table} (a INT)`,
        `DROP TABLE ${table}`,
      );
      if (refused !== undefined && refused !== LOCK_WAIT_TIMEOUT)
        throw new Error(`mariadb said ${refused} to a write`);
      return refused !== undefined;
    },
    [Symbol.asyncDispose]: () => mariadb[Symbol.asyncDispose](),
  };
});

const ofMongo = locking(async (url) => {
  const client = await connectMongo(url);
  const admin = client.db('admin');
  return {
    lock: () => admin.command({ fsync: 1, lock: true }),
    unlock: async () => {
      // Locks of this kind are counted: one of somebody else's is not for us to take away.
      if ((await admin.command({ currentOp: 1 }))['fsyncLock'] === true)
        await admin.command({ fsyncUnlock: 1 });
    },
    waits: async () => {
      const probes = probesOf(client);
      const written = probes.insertOne({}, { maxTimeMS: ANSWER_LIMIT_MS }).then(
        ({ insertedId }) => probes.deleteOne({ _id: insertedId }),
        () => {},
      );
      return pTimeout(
        written.then(() => false),
        { milliseconds: WAITED_MS, fallback: () => true },
      );
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
});

export const lockWrites = askServer({
  'redis-server': ofRedis,
  postgres: ofPostgres,
  mariadbd: ofMariadb,
  mongod: ofMongo,
});
