import type { ServerProgram } from '../protocol/servers.ts';
import type { Server } from './lib/server.ts';
// made by npm run stack: imports
import { server as redisServer } from './redis-server.ts';
import { server as mongod } from './mongod.ts';
import { server as mariadbd } from './mariadbd.ts';
import { server as postgres } from './postgres.ts';
import { server as memcached } from './memcached.ts';
import { server as dynaliteServer } from './dynalite-server.ts';
import { server as valkeyServer } from './valkey-server.ts';
// end of imports

const ENTRIES = {
  // made by npm run stack: servers
  'redis-server': redisServer,
  mongod: mongod,
  mariadbd: mariadbd,
  postgres: postgres,
  memcached: memcached,
  'dynalite-server': dynaliteServer,
  'valkey-server': valkeyServer,
  // end of servers
} as const satisfies Record<ServerProgram, Server>;

/** Every server of a store, by the name of its program: a file of this folder each, which `npm run stack` adds here. */
export const SERVERS: Readonly<Record<ServerProgram, Server>> = ENTRIES;

/** Those that are on the live stack. */
export type StackServer = {
  [Name in ServerProgram]: (typeof ENTRIES)[Name] extends { stack: object } ? Name : never;
}[ServerProgram];
