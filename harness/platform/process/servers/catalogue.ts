import { mariadbServer } from './mariadb.ts';
import { memcachedServer } from './memcached.ts';
import { mongoServer } from './mongo.ts';
import { postgresServer } from './postgres.ts';
import { redisServer } from './redis.ts';
import type { ServerDefinition } from './server.ts';

/** How the server of each store is run; a store that is not here has none. */
export const SERVERS: Partial<Record<string, ServerDefinition>> = {
  redis: redisServer,
  'node-redis': redisServer,
  mongo: mongoServer,
  mysql: mariadbServer,
  'sequelize-mysql': mariadbServer,
  postgres: postgresServer,
  'sequelize-postgres': postgresServer,
  memcached: memcachedServer,
};
