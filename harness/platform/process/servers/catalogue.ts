import type { ServerName } from '../../../stores/servers.ts';
import { dynaliteServer } from './dynalite.ts';
import { mariadbServer } from './mariadb.ts';
import { memcachedServer } from './memcached.ts';
import { mongoServer } from './mongo.ts';
import { postgresServer } from './postgres.ts';
import { redisServer } from './redis.ts';
import type { ServerDefinition } from './server.ts';

/** How each server is run. */
export const SERVERS: Readonly<Record<ServerName, ServerDefinition>> = {
  'redis-server': redisServer,
  mongod: mongoServer,
  mariadbd: mariadbServer,
  postgres: postgresServer,
  memcached: memcachedServer,
  'dynalite-server': dynaliteServer,
};
