import { startMongo } from './mongo.ts';
import { startRedis } from './redis.ts';
import type { StartServer } from './server.ts';

/** How the server of each store is started; a store that is not here has none. */
export const SERVERS: Partial<Record<string, StartServer>> = { redis: startRedis, mongo: startMongo };
