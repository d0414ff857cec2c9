import { promisedIn, type StoreEntry, type StorePromise } from './facts.ts';
import { MARIADB_SETTINGS, POSTGRES_SETTINGS } from './settings.ts';

const MARIADB_KEEPS = promisedIn(
  'MariaDB documentation, innodb_flush_log_at_trx_commit, whose default is 1: "after a crash, committed transactions will not be lost"',
  'survives-server-restart',
);
const POSTGRES_KEEPS = promisedIn(
  'PostgreSQL manual, Asynchronous Commit, of the default: "a transaction reported to be committed will be preserved, even in the event of a server crash immediately after"',
  'survives-server-restart',
);
/** With `on` the standby has it on disk, with `remote_apply` it shows it besides. */
const POSTGRES_SURVIVES: StoreEntry['survivesFailover'] = ({ topology, settings = {} }) => {
  const { synchronous_standby_names: standbys, synchronous_commit: commit = 'on' } = settings;
  return topology === 'standby' && standbys === 'any' && commit !== 'off' && commit !== 'local'
    ? 'PostgreSQL manual, Synchronous Replication: "The only possibility that data can be lost is if both the primary and the standby suffer crashes at the same time"'
    : undefined;
};

const MARIADB_FIGURE = 'data_length and index_length after ANALYZE TABLE';
const POSTGRES_FIGURE = 'pg_total_relation_size of the table';

const SEQUELIZE_PROMISES: readonly StorePromise[] = [
  ...promisedIn(
    'connect-session-sequelize readme, first line: "a SQL session store"',
    'survives-app-restart',
    'shared-between-instances',
  ),
  ...promisedIn(
    'connect-session-sequelize readme, Session expiry: "Session records are automatically expired and removed from the database on an interval"',
    'expires-on-server',
  ),
  ...promisedIn('connect-session-sequelize readme, Usage: "we support the touch method"', 'touch-extends'),
];

const KNEX_PROMISES: readonly StorePromise[] = [
  ...promisedIn(
    'connect-session-knex readme, first lines: "an express-session store backed by PostgreSQL, MySQL, MariaDB, MSSQL, Oracle or SQLite3"',
    'survives-app-restart',
    'shared-between-instances',
  ),
  ...promisedIn(
    'connect-session-knex readme, option cleanupInterval: "milliseconds between clearing expired sessions"',
    'expires-on-server',
  ),
];

/** Stores on servers of SQL. */
export const SQL = {
  mysql: {
    name: 'MySQL',
    packages: 'express-mysql-session on mysql2, with MariaDB',
    npm: ['express-session', 'express-mysql-session', 'mysql2'],
    server: 'mariadbd',
    table: 'sessions',
    topologies: ['replica'],
    settings: MARIADB_SETTINGS,
    // MariaDB documentation, innodb_flush_log_at_trx_commit, of 0 and 2: up to a second of transactions can be lost in a crash.
    takesBack: ({ settings = {} }) =>
      'innodb_flush_log_at_trx_commit' in settings ? 'survives-server-restart' : undefined,
    stack: { port: 3040 },
    figure: MARIADB_FIGURE,
    promises: [
      ...promisedIn(
        'express-mysql-session readme, first line: "A MySQL session store for express.js"',
        'survives-app-restart',
        'shared-between-instances',
      ),
      ...MARIADB_KEEPS,
      ...promisedIn(
        'express-mysql-session readme, option clearExpired: "automatically check for and clear expired sessions"',
        'expires-on-server',
      ),
      ...promisedIn(
        'express-mysql-session readme, option disableTouch, false by default: "Whether or not to disable touch"',
        'touch-extends',
      ),
    ],
  },
  'sequelize-mysql': {
    name: 'Sequelize (MySQL)',
    packages: 'connect-session-sequelize on mysql2, with MariaDB',
    npm: ['express-session', 'connect-session-sequelize', 'sequelize', 'mysql2'],
    server: 'mariadbd',
    table: 'Sessions',
    stack: { port: 3120 },
    figure: MARIADB_FIGURE,
    promises: [...SEQUELIZE_PROMISES, ...MARIADB_KEEPS],
  },
  postgres: {
    name: 'PostgreSQL',
    packages: 'connect-pg-simple on pg',
    npm: ['express-session', 'connect-pg-simple', 'pg'],
    server: 'postgres',
    table: 'session',
    topologies: ['standby'],
    settings: POSTGRES_SETTINGS,
    survivesFailover: POSTGRES_SURVIVES,
    // PostgreSQL manual, Asynchronous Commit: "the most recent transactions may be lost if the database should crash".
    takesBack: ({ settings = {} }) =>
      settings['synchronous_commit'] === 'off' ? 'survives-server-restart' : undefined,
    stack: { port: 3050 },
    figure: POSTGRES_FIGURE,
    promises: [
      ...promisedIn(
        'connect-pg-simple readme, first line: "PostgreSQL session store for Express/Connect"',
        'survives-app-restart',
        'shared-between-instances',
      ),
      ...POSTGRES_KEEPS,
      ...promisedIn(
        'connect-pg-simple readme, option ttl: "the time to live for the session in the database"',
        'expires-on-server',
      ),
      ...promisedIn(
        'connect-pg-simple readme, option disableTouch, false by default: "disables the updating of TTL in the database when using touch"',
        'touch-extends',
      ),
    ],
  },
  'sequelize-postgres': {
    name: 'Sequelize (PostgreSQL)',
    packages: 'connect-session-sequelize on pg',
    npm: ['express-session', 'connect-session-sequelize', 'sequelize', 'pg'],
    server: 'postgres',
    table: 'Sessions',
    stack: { port: 3130 },
    figure: POSTGRES_FIGURE,
    promises: [...SEQUELIZE_PROMISES, ...POSTGRES_KEEPS],
  },
  sequelize: {
    name: 'Sequelize (SQLite)',
    packages: 'connect-session-sequelize on sqlite3',
    npm: ['express-session', 'connect-session-sequelize', 'sequelize', 'sqlite3'],
    needsFolder: true,
    table: 'Sessions',
    stack: { port: 3110, image: 'sequelize' },
    figure: 'size of its files',
    promises: SEQUELIZE_PROMISES,
  },
  typeorm: {
    name: 'TypeORM (PostgreSQL)',
    packages: 'connect-typeorm on typeorm and pg',
    npm: ['express-session', 'connect-typeorm', 'typeorm', 'pg'],
    takesTtl: false,
    server: 'postgres',
    table: 'session',
    figure: POSTGRES_FIGURE,
    promises: [
      ...promisedIn(
        'connect-typeorm readme, first line: "A TypeORM-based session store"',
        'survives-app-restart',
        'shared-between-instances',
      ),
      ...promisedIn(
        'connect-typeorm readme, option ttl: "Session time to live (expiration) in seconds. Defaults to session.maxAge (if set), or one day"',
        'expires-on-server',
      ),
      ...POSTGRES_KEEPS,
    ],
  },
  prisma: {
    name: 'Prisma (PostgreSQL)',
    packages: '@quixo3/prisma-session-store on Prisma and pg',
    npm: ['express-session', '@quixo3/prisma-session-store', '@prisma/client', '@prisma/adapter-pg'],
    pinnedIn: 'tools/prisma',
    takesTtl: false,
    server: 'postgres',
    table: 'Session',
    figure: POSTGRES_FIGURE,
    promises: [
      ...promisedIn(
        'prisma-session-store readme, first line: "An express session store implementation for the Prisma ORM"',
        'survives-app-restart',
        'shared-between-instances',
      ),
      ...promisedIn(
        'prisma-session-store readme, option ttl: "defines session expiration time. Defaults to session.maxAge (if set), or one day (if not set)"',
        'expires-on-server',
      ),
      ...promisedIn(
        'prisma-session-store readme, Methods: "implements all the required, recommended and optional methods of the express-session store"',
        'touch-extends',
        'counts-sessions',
        'lists-sessions',
        'clears-sessions',
      ),
      ...POSTGRES_KEEPS,
    ],
  },
  'knex-mysql': {
    name: 'Knex (MySQL)',
    packages: 'connect-session-knex on mysql2, with MariaDB',
    npm: ['express-session', 'connect-session-knex', 'knex', 'mysql2'],
    takesTtl: false,
    server: 'mariadbd',
    table: 'sessions',
    figure: MARIADB_FIGURE,
    promises: [...KNEX_PROMISES, ...MARIADB_KEEPS],
  },
  'knex-postgres': {
    name: 'Knex (PostgreSQL)',
    packages: 'connect-session-knex on pg',
    npm: ['express-session', 'connect-session-knex', 'knex', 'pg'],
    takesTtl: false,
    server: 'postgres',
    table: 'sessions',
    figure: POSTGRES_FIGURE,
    promises: [...KNEX_PROMISES, ...POSTGRES_KEEPS],
  },
  knex: {
    name: 'Knex (SQLite)',
    packages: 'connect-session-knex on better-sqlite3',
    npm: ['express-session', 'connect-session-knex', 'knex', 'better-sqlite3'],
    takesTtl: false,
    needsFolder: true,
    table: 'sessions',
    figure: 'size of its files',
    promises: KNEX_PROMISES,
  },
} as const satisfies Record<string, StoreEntry>;
