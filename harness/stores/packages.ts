import type { StoreName } from './catalogue.ts';

/** The npm packages that make up each store, as they are called in node_modules; express-session is under all but one. */
export const STORE_PACKAGES: Readonly<Record<StoreName, readonly string[]>> = {
  memory: ['express-session'],
  cookie: ['cookie-session'],
  redis: ['express-session', 'connect-redis', 'ioredis'],
  'node-redis': ['express-session', 'connect-redis-10', 'redis'],
  mongo: ['express-session', 'connect-mongo', 'mongodb'],
  memcached: ['express-session', 'connect-memjs', 'memjs'],
  sqlite: ['express-session', 'better-sqlite3-session-store', 'better-sqlite3'],
  mysql: ['express-session', 'express-mysql-session', 'mysql2'],
  'sequelize-mysql': ['express-session', 'connect-session-sequelize', 'sequelize', 'mysql2'],
  postgres: ['express-session', 'connect-pg-simple', 'pg'],
  'sequelize-postgres': ['express-session', 'connect-session-sequelize', 'sequelize', 'pg'],
  sequelize: ['express-session', 'connect-session-sequelize', 'sequelize', 'sqlite3'],
  file: ['express-session', 'session-file-store'],
  memorystore: ['express-session', 'memorystore'],
};
