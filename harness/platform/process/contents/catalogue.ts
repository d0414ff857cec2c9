/** Reads all that a store keeps, past the app and without its secret: one text for each row, document or file. */
export type ReadContents = (url: string) => Promise<string[]>;

const redis = async () => (await import('./redis.ts')).contentsOfRedis;
const sqlite = (table: string) => async () => (await import('./sqlite.ts')).contentsOfSqlite(table);
const mariadb = (table: string) => async () => (await import('./mariadb.ts')).contentsOfMariadb(table);
const postgres = (table: string) => async () => (await import('./postgres.ts')).contentsOfPostgres(table);

/** By store. One that is not here keeps its sessions inside the app, or leaves them to the client. */
export const CONTENTS: Partial<Record<string, () => Promise<ReadContents>>> = {
  redis,
  'node-redis': redis,
  mongo: async () => (await import('./mongo.ts')).contentsOfMongo,
  mysql: mariadb('sessions'),
  'sequelize-mysql': mariadb('Sessions'),
  postgres: postgres('session'),
  'sequelize-postgres': postgres('Sessions'),
  memcached: async () => (await import('./memcached.ts')).contentsOfMemcached,
  sqlite: sqlite('sessions'),
  sequelize: sqlite('Sessions'),
  file: async () => (await import('./folder.ts')).contentsOfFolder,
};
