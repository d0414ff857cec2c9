import { setTimeout as delay } from 'node:timers/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { messageOf } from '../../errors.ts';
import type { BreakServer } from '../servers/broken.ts';
import { connectMariadb } from '../servers/mariadb.ts';
import { connectPostgres } from '../servers/postgres.ts';
import { connectRedis, saidTo, settingOf } from '../servers/redis.ts';
import { askServer } from './ask-server.ts';

const AFTER = { after: 'a new connection was taken' };

/** Its usual limit is 10,000: it is lowered to the least instead, which closes nothing that is open. */
const lowerLimitOfRedis: BreakServer = async ({ url }) => {
  await using stack = new AsyncDisposableStack();
  const redis = stack.use(await connectRedis(url));
  const limit = await settingOf(redis, 'maxclients');
  const assertRefused = async () => {
    const said = await saidTo(url, 'PING\r\n');
    if (!said.startsWith('-ERR max number of clients'))
      throw new Error(`redis has no connection to give, and said ${said} to a new one`);
    return said;
  };
  const restore = async () => {
    await redis.config('SET', 'maxclients', limit);
    const said = await saidTo(url, 'PING\r\n');
    if (said !== '+PONG') throw new Error(`redis has connections to give, and said ${said} to a new one`);
    return AFTER;
  };
  await redis.config('SET', 'maxclients', 1);
  try {
    const evidence = { seen: `a new connection was told ${await assertRefused()}` };
    const owned = stack.move();
    return {
      evidence,
      still: async () => {
        await assertRefused();
        return {};
      },
      restore,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    await restore();
    throw error;
  }
};

/** No server's usual limit is more. */
const MOST = 5000;
/** What another client lets go of is taken within this time. */
const AGAIN_MS = 5;

/** Takes connections until one is refused, and whatever gets free until it is restored. */
function takeAll(
  open: (url: string) => Promise<AsyncDisposable>,
  /** Whether that is how the server says that it has none to give. */
  isRefusal: (error: { code?: unknown; errno?: unknown; message?: string }) => boolean,
): BreakServer {
  return async ({ url, signal }) => {
    const taken = new AsyncDisposableStack();
    const over = new AbortController();
    let count = 0;
    /** Takes one more; what it was told instead, where it got none. */
    const take = async (): Promise<string | undefined> => {
      try {
        taken.use(await open(url));
        count++;
        return undefined;
      } catch (error) {
        if (isRefusal(error as object)) return messageOf(error);
        throw error;
      }
    };
    const untilRefused = async (): Promise<string> => {
      for (let tries = 0; tries < MOST; tries++) {
        signal.throwIfAborted();
        const said = await take();
        if (said !== undefined) return said;
      }
      throw new Error(`the server gave ${MOST} connections, and would give more`);
    };
    const goOn = async () => {
      while (!over.signal.aborted) {
        await delay(AGAIN_MS);
        await take();
      }
    };
    let going: Promise<void> = Promise.resolve();
    const letGo = async () => {
      over.abort();
      await going.catch(() => {});
      await taken.disposeAsync();
    };
    try {
      const evidence = { seen: `a new connection was told ${await untilRefused()}` };
      going = goOn();
      // Whether it went on to the end is asked there.
      going.catch(() => {});
      return {
        evidence,
        still: async () => {
          over.abort();
          await going;
          if ((await take()) === undefined && (await take()) === undefined)
            throw new Error('the server was to have no connection to give, and gave two at once');
          return { connectionsTaken: count };
        },
        restore: async () => {
          await letGo();
          await untilTaken(url, open);
          return AFTER;
        },
        [Symbol.asyncDispose]: letGo,
      };
    } catch (error) {
      await letGo();
      throw error;
    }
  };
}

const TAKEN_LIMIT_MS = 10_000;

/** A server takes its time over noticing that a connection was closed. */
async function untilTaken(url: string, open: (url: string) => Promise<AsyncDisposable>): Promise<void> {
  const untilMs = performance.now() + TAKEN_LIMIT_MS;
  for (;;) {
    try {
      await (await open(url))[Symbol.asyncDispose]();
      return;
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await delay(AGAIN_MS);
    }
  }
}

const BROKEN = new Set(['ECONNRESET', 'EPIPE']);

/** A bare connection to a memcached that has answered. */
async function connectMemcached(url: string): Promise<AsyncDisposable> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const signal = AbortSignal.timeout(TAKEN_LIMIT_MS);
  socket.on('error', () => {});
  try {
    await once(socket, 'connect', { signal });
    socket.write('version\r\n');
    const said = once(socket, 'data', { signal }).then(([data]) => String(data).trim());
    const answer = await Promise.race([said, once(socket, 'close', { signal }).then(() => 'nothing')]);
    if (!answer.startsWith('VERSION')) throw new Error(answer);
    return { [Symbol.asyncDispose]: () => Promise.resolve(void socket.destroy()) };
  } catch (error) {
    socket.destroy();
    // What it says before it closes the connection may be lost with that.
    const { code = '' } = error as NodeJS.ErrnoException;
    throw BROKEN.has(code) ? new Error('nothing', { cause: error }) : error;
  }
}

const TOO_MANY_OF_POSTGRES = '53300';
const TOO_MANY_OF_MARIADB = new Set<unknown>([1040, 1203]);

export const useUpConnections = askServer({
  'redis-server': lowerLimitOfRedis,
  postgres: takeAll(connectPostgres, ({ code }) => code === TOO_MANY_OF_POSTGRES),
  mariadbd: takeAll(connectMariadb, ({ errno }) => TOO_MANY_OF_MARIADB.has(errno)),
  memcached: takeAll(connectMemcached, ({ message = '' }) => /too many open|^nothing$/i.test(message)),
});
