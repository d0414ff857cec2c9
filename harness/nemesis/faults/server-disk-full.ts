import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import type { BreakServer } from '../servers/broken.ts';
import { connectMariadb } from '../servers/mariadb.ts';
import { refusedBy } from '../servers/postgres.ts';
import { connectRedis, infoOf, refusalOf, settingOf } from '../servers/redis.ts';
import { askServer } from './ask-server.ts';

const FILLER = 'holdfast-takes-all';
/** The last bytes of a disk are had by small pieces. */
const PIECES = [1_048_576, 4096, 64];
const TOP_UP_EVERY_MS = 50;
const FREE_LIMIT_MS = 30_000;
/** More than the last block of a file may still have room for. */
const WRITTEN = 'x'.repeat(16_384);
const WRITTEN_MS = 50;

/** Takes all that is free on a disk, and what gets free. Disposing of it gives everything back. */
async function takeAll(folder: string): Promise<AsyncDisposable> {
  const file = join(folder, FILLER);
  const handle = await open(file, 'w');
  const ending = new AbortController();
  const fill = async () => {
    for (const size of PIECES)
      for (;;) {
        try {
          const { bytesWritten } = await handle.write(Buffer.alloc(size, 1));
          if (bytesWritten < size) break;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          break;
        }
      }
  };
  const giveBack = async () => {
    await handle.close();
    await rm(file, { force: true });
  };
  try {
    await fill();
  } catch (error) {
    await giveBack();
    throw error;
  }
  const topping = (async () => {
    while (!ending.signal.aborted) {
      await delay(TOP_UP_EVERY_MS, undefined, { signal: ending.signal }).catch(() => {});
      await fill();
    }
  })();
  topping.catch(() => {});
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await topping.catch(() => {});
      await giveBack();
    },
  };
}

/** Tries a write that takes room on the disk, and leaves nothing. Resolves to what the server said against it, if anything. */
type Try = (url: string) => Promise<string | undefined>;

function filling(tryWrite: Try, isFull: (said: string) => boolean): BreakServer {
  return async ({ url, smallDisk }) => {
    if (smallDisk === undefined) throw new Error('the server has no disk of its own that could be filled');
    const before = await tryWrite(url);
    if (before !== undefined)
      throw new Error(`the server refused a write before its disk was full: ${before}`);
    const taken = await takeAll(smallDisk);
    let isGivenBack = false;
    const giveBack = async () => {
      if (isGivenBack) return;
      isGivenBack = true;
      await taken[Symbol.asyncDispose]();
    };
    const assertRefused = async () => {
      const said = await tryWrite(url);
      if (said === undefined) throw new Error('the disk of the server is full, and it took a write');
      if (!isFull(said)) throw new Error(`the disk of the server is full, and it said ${said}`);
      return said;
    };
    const takes = async () => (await tryWrite(url)) === undefined;
    const restore = async () => {
      await giveBack();
      const message = 'the disk has room again, and the server still refuses to write';
      await pWaitFor(takes, { interval: 50, timeout: { milliseconds: FREE_LIMIT_MS, message } });
      return { after: 'a write was taken' };
    };
    try {
      return {
        evidence: { seen: `the server refused a write: ${await assertRefused()}` },
        still: async () => ({ refused: await assertRefused() }),
        restore,
        [Symbol.asyncDispose]: giveBack,
      };
    } catch (error) {
      await giveBack();
      throw error;
    }
  };
}

/** What it writes to its disk by itself, it writes now and then. */
const tryRedis: Try = async (url) => {
  await using redis = await connectRedis(url);
  const isAppending = (await settingOf(redis, 'appendonly')) === 'yes';
  if (isAppending && (await settingOf(redis, 'appendfsync')) === 'always')
    throw new Error('with aof-always redis ends itself when its disk is full, as it says in its log');
  if (isAppending) {
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

export const fillDisk = askServer({
  'redis-server': filling(tryRedis, (said) => said.startsWith('MISCONF')),
  postgres: filling(tryPostgres, (said) => said === 'SQLSTATE 53100'),
  mariadbd: filling(tryMariadb, (said) => /\b28\b|full/i.test(said)),
});
