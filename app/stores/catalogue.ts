import type { OpenMiddleware, OpenStore } from './store.ts';

/** Every store by name; imported only when it is used, so that one store's packages never weigh on another. */
export const STORES = {
  memory: async () => (await import('./memory.ts')).openMemory,
  cookie: async () => (await import('./cookie.ts')).openCookie,
  redis: async () => (await import('./redis.ts')).openRedis,
  'node-redis': async () => (await import('./node-redis.ts')).openNodeRedis,
  mongo: async () => (await import('./mongo.ts')).openMongo,
  sqlite: async () => (await import('./sqlite.ts')).openSqlite,
  mysql: async () => (await import('./mysql.ts')).openMysql,
  memcached: async () => (await import('./memcached.ts')).openMemcached,
  sequelize: async () => (await import('./sequelize.ts')).openSequelizeOnSqlite,
  'sequelize-mysql': async () => (await import('./sequelize.ts')).openSequelizeOnServer,
  'sequelize-postgres': async () => (await import('./sequelize.ts')).openSequelizeOnServer,
  postgres: async () => (await import('./postgres.ts')).openPostgres,
  file: async () => (await import('./file.ts')).openFile,
  memorystore: async () => (await import('./memorystore.ts')).openMemorystore,
} satisfies Record<string, () => Promise<OpenStore | OpenMiddleware>>;

export type StoreName = keyof typeof STORES;
