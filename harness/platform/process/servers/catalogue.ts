import { mongoServer } from './mongo.ts';
import { redisServer } from './redis.ts';
import type { ServerDefinition } from './server.ts';

/** How the server of each store is run; a store that is not here has none. */
export const SERVERS: Partial<Record<string, ServerDefinition>> = { redis: redisServer, mongo: mongoServer };
