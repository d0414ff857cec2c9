import pWaitFor from 'p-wait-for';
import { OWN_CONNECTION } from '../../../protocol/servers.ts';
import type { BreakServer, Broken } from '../servers/broken.ts';
import { connectMariadb, OWN_DATABASE, rowsOf } from '../servers/mariadb.ts';
import { connectPostgres } from '../servers/postgres.ts';
import { connectRedis } from '../servers/redis.ts';
import { askServer } from './ask-server.ts';

const GONE_LIMIT_MS = 10_000;
/** A client that came back gets this long before it is closed again. */
const AGAIN_MS = 100;

/** The connections of a server's clients, but for those of the harness, each by a number that no other one gets. */
interface Clients extends AsyncDisposable {
  list: () => Promise<string[]>;
  close: (id: string) => Promise<unknown>;
}

function killing(open: (url: string) => Promise<Clients>): BreakServer {
  return async ({ url }): Promise<Broken> => {
    await using stack = new AsyncDisposableStack();
    const clients = stack.use(await open(url));
    const killed = new Set<string>();
    const kill = async () => {
      const ids = await clients.list();
      for (const id of ids) {
        // One that went by itself meanwhile needs no closing.
        await clients.close(id).catch(() => {});
        killed.add(id);
      }
      const isGone = async () => !(await clients.list()).some((id) => ids.includes(id));
      const message = `the server still lists a connection that it was asked to close ${GONE_LIMIT_MS / 1000} s ago`;
      await pWaitFor(isGone, { interval: 5, timeout: { milliseconds: GONE_LIMIT_MS, message } });
    };
    await kill();
    if (killed.size === 0) throw new Error('no client was connected to it: nothing was closed');
    const over = new AbortController();
    const going = (async () => {
      while (!over.signal.aborted) {
        await new Promise((done) => void setTimeout(done, AGAIN_MS));
        if (!over.signal.aborted) await kill();
      }
    })();
    // Whether it went on to the end is asked there.
    going.catch(() => {});
    const owned = stack.move();
    return {
      evidence: { seen: 'the server lists none of the connections that it had' },
      restore: async () => {
        over.abort();
        await going;
        await (await open(url))[Symbol.asyncDispose]();
        return { connectionsClosed: killed.size, after: 'a new connection was taken' };
      },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  };
}

const ofRedis = killing(async (url) => {
  const redis = await connectRedis(url);
  return {
    list: async () =>
      String(await redis.client('LIST', 'TYPE', 'NORMAL'))
        .split('\n')
        .filter((line) => line !== '' && !line.includes(` name=${OWN_CONNECTION} `))
        .flatMap((line) => /\bid=(\d+)/.exec(line)?.[1] ?? []),
    close: (id) => redis.client('KILL', 'ID', id),
    [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
  };
});

const ofPostgres = killing(async (url) => {
  const postgres = await connectPostgres(url);
  const others =
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> $1";
  return {
    list: async () =>
      (await postgres.query<{ pid: number }>(others, [OWN_CONNECTION])).rows.map(({ pid }) => String(pid)),
    close: (id) => postgres.query('SELECT pg_terminate_backend($1)', [id]),
    [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose](),
  };
});

const ofMariadb = killing(async (url) => {
  const mariadb = await connectMariadb(url);
  // What the server does by itself has no host; what reads the server's figures holds a lock of its name.
  const others =
    "SELECT id FROM information_schema.processlist WHERE host <> '' AND COALESCE(db, '') <> ? AND id <> COALESCE(IS_USED_LOCK(?), 0)";
  return {
    list: async () =>
      (await rowsOf(mariadb, others, [OWN_DATABASE, OWN_CONNECTION])).map(({ id }) => String(id)),
    close: (id) => mariadb.query(`KILL ${Number(id)}`),
    [Symbol.asyncDispose]: () => mariadb[Symbol.asyncDispose](),
  };
});

export const killClients = askServer({
  'redis-server': ofRedis,
  postgres: ofPostgres,
  mariadbd: ofMariadb,
});
