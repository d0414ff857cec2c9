import type { OpenFigure } from './figure.ts';

const redis = async () => (await import('./redis.ts')).openRedisFigure;
const mariadb = (table: string) => async () => (await import('./mariadb.ts')).openMariadbFigure(table);
const postgres = (table: string) => async () => (await import('./postgres.ts')).openPostgresFigure(table);

/** How the figures of each store's server are read; imported only when it is used. A store not here has no server. */
export const FIGURES: Partial<Record<string, () => Promise<OpenFigure>>> = {
  redis,
  'node-redis': redis,
  mongo: async () => (await import('./mongo.ts')).openMongoFigure,
  mysql: mariadb('sessions'),
  'sequelize-mysql': mariadb('Sessions'),
  postgres: postgres('session'),
  'sequelize-postgres': postgres('Sessions'),
  memcached: async () => (await import('./memcached.ts')).openMemcachedFigure,
};
