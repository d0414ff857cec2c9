import type { StoreEntry } from '../../../stores/facts.ts';
import type { ServerName } from '../../../stores/servers.ts';
import type { ReadContents } from './contents.ts';

const ON_SERVERS: Readonly<Record<ServerName, (table: string) => Promise<ReadContents>>> = {
  'redis-server': async () => (await import('./redis.ts')).contentsOfRedis,
  mongod: async () => (await import('./mongo.ts')).contentsOfMongo,
  mariadbd: async (table) => (await import('./mariadb.ts')).contentsOfMariadb(table),
  postgres: async (table) => (await import('./postgres.ts')).contentsOfPostgres(table),
  'dynalite-server': async () => (await import('./dynamodb.ts')).contentsOfDynamodb,
  memcached: async () => (await import('./memcached.ts')).contentsOfMemcached,
};

/** How to read a store; undefined for one that keeps its sessions inside the app, or leaves them to the client. */
export async function contentsOf({
  server,
  needsFolder,
  table,
}: Partial<StoreEntry>): Promise<ReadContents | undefined> {
  if (server !== undefined) return ON_SERVERS[server](table ?? '');
  if (!needsFolder) return undefined;
  if (table === undefined) return (await import('./folder.ts')).contentsOfFolder;
  return (await import('./sqlite.ts')).contentsOfSqlite(table);
}
