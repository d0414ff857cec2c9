import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import pWaitFor from 'p-wait-for';
import type { BreakServer } from '../servers/broken.ts';
import { connectPostgres, refusedBy } from '../servers/postgres.ts';
import { connectRedis, refusalOf } from '../servers/redis.ts';
import { askServer } from './ask-server.ts';

/** A replica of nobody: its primary is a port of the harness's that says nothing, so that no data ever comes from it. */
const demoteRedis: BreakServer = async ({ url }) => {
  await using stack = new AsyncDisposableStack();
  const redis = stack.use(await connectRedis(url));
  const nobody = createServer((socket) => socket.on('error', () => {}).destroy());
  stack.defer(() => void nobody.close());
  await once(nobody.listen(0, '127.0.0.1'), 'listening');
  const { port } = nobody.address() as AddressInfo;
  const assertRefused = async () => {
    const refusal = await refusalOf(redis);
    if (refusal?.startsWith('READONLY') !== true)
      throw new Error(
        `redis is a replica, and ${refusal === undefined ? 'took a write' : `said ${refusal}`}`,
      );
    return refusal;
  };
  const restore = async () => {
    await redis.replicaof('NO', 'ONE');
    const refusal = await refusalOf(redis);
    if (refusal !== undefined) throw new Error(`redis is a primary again, and said ${refusal}`);
    return { after: 'a write was taken' };
  };
  await redis.replicaof('127.0.0.1', port);
  try {
    const evidence = { seen: `redis refused a write: ${await assertRefused()}` };
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

const READ_ONLY = '25006';
const SEEN_LIMIT_MS = 10_000;

/** By the server's own settings, which it reads again: also for the connections that are open. */
const forbidPostgres: BreakServer = async ({ url }) => {
  await using stack = new AsyncDisposableStack();
  const postgres = stack.use(await connectPostgres(url));
  const refusal = () => refusedBy(url, 'CREATE TABLE holdfast_probe ()');
  const until = async (wanted: string | undefined, message: string) =>
    pWaitFor(async () => (await refusal()) === wanted, {
      interval: 5,
      timeout: { milliseconds: SEEN_LIMIT_MS, message },
    });
  const restore = async () => {
    await postgres.query('ALTER SYSTEM RESET default_transaction_read_only');
    await postgres.query('SELECT pg_reload_conf()');
    await until(undefined, 'postgres was to take writes again, and does not');
    return { after: 'a write was taken' };
  };
  try {
    await postgres.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await postgres.query('SELECT pg_reload_conf()');
    await until(READ_ONLY, 'postgres was to refuse writes, and takes them');
    const owned = stack.move();
    return {
      evidence: { seen: `postgres refused a write: SQLSTATE ${READ_ONLY}` },
      still: async () => {
        if ((await refusal()) !== READ_ONLY) throw new Error('postgres was to refuse writes, and took one');
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

export const forbidWrites = askServer({ 'redis-server': demoteRedis, postgres: forbidPostgres });
