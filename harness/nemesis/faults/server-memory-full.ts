import type { Redis } from 'ioredis';
import type { BreakServer } from '../servers/broken.ts';
import { connectRedis, infoOf, refusalOf, settingOf } from '../servers/redis.ts';
import { askServer } from './ask-server.ts';

/** Of its keys, so many go at once where it evicts: enough that a run sees it, and most stay to compare with. */
const EVICTED_SHARE = 1 / 4;
/** Its limit is lowered by so much at a time: some ten small sessions. */
const STEP_BYTES = 4096;

const fillRedis: BreakServer = async ({ url, parameters }) => {
  await using stack = new AsyncDisposableStack();
  const redis = stack.use(await connectRedis(url));
  const [limit, policy] = [await settingOf(redis, 'maxmemory'), await settingOf(redis, 'maxmemory-policy')];
  const evictedBefore = await infoOf(redis, 'evicted_keys');
  const isEvicting = parameters['policy'] !== 'noeviction';
  const restore = async () => {
    await redis.config('SET', 'maxmemory', limit);
    await redis.config('SET', 'maxmemory-policy', policy);
    const refusal = await refusalOf(redis);
    if (refusal !== undefined) throw new Error(`redis has its memory back, and refuses to write: ${refusal}`);
    const evicted = isEvicting ? { keysEvicted: (await infoOf(redis, 'evicted_keys')) - evictedBefore } : {};
    return { ...evicted, after: 'a write was taken' };
  };
  try {
    await redis.config('SET', 'maxmemory-policy', String(parameters['policy']));
    const evidence = isEvicting ? await untilEvicted(redis, evictedBefore) : await untilRefused(redis);
    const owned = stack.move();
    return {
      evidence,
      // What it evicts from then on goes by what is written.
      still: isEvicting ? () => Promise.resolve({}) : async () => ({ refused: await assertRefused(redis) }),
      restore,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    await restore();
    throw error;
  }
};

/** Half of what it holds is what it may hold: nothing that is freed meanwhile makes room for a write. */
async function untilRefused(redis: Redis) {
  await redis.config('SET', 'maxmemory', Math.floor((await infoOf(redis, 'used_memory')) / 2));
  return { seen: `redis refused a write: ${await assertRefused(redis)}` };
}

async function assertRefused(redis: Redis): Promise<string> {
  const refusal = await refusalOf(redis);
  if (refusal?.startsWith('OOM') !== true)
    throw new Error(`redis is full, and ${refusal === undefined ? 'took a write' : `said ${refusal}`}`);
  return refusal;
}

async function untilEvicted(redis: Redis, evictedBefore: number) {
  const keysBefore = await redis.dbsize();
  if (keysBefore === 0) throw new Error('redis holds no key that it could evict');
  const wanted = Math.ceil(keysBefore * EVICTED_SHARE);
  let evicted = 0;
  for (
    let limit = await infoOf(redis, 'used_memory');
    evicted < wanted && limit > STEP_BYTES;
    limit -= STEP_BYTES
  ) {
    await redis.config('SET', 'maxmemory', limit);
    evicted = (await infoOf(redis, 'evicted_keys')) - evictedBefore;
  }
  if (evicted < wanted)
    throw new Error(`redis evicted ${evicted} of ${keysBefore} keys, however little it may hold`);
  return { seen: `redis counted ${evicted} keys more as evicted`, keysBefore };
}

export const fillMemory = askServer({ 'redis-server': fillRedis });
