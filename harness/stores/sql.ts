import { promisedIn, type StoreFacts, type StorePromise } from './facts.ts';

const MARIADB_KEEPS = promisedIn(
  'MariaDB documentation, innodb_flush_log_at_trx_commit, whose default is 1: "after a crash, committed transactions will not be lost"',
  'survives-server-restart',
);
const POSTGRES_KEEPS = promisedIn(
  'PostgreSQL manual, Asynchronous Commit, of the default: "a transaction reported to be committed will be preserved, even in the event of a server crash immediately after"',
  'survives-server-restart',
);
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

/** Stores on servers of SQL. */
export const SQL = {
  mysql: {
    name: 'MySQL',
    packages: 'express-mysql-session on mysql2, with MariaDB',
    server: 'mariadbd',
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
    server: 'mariadbd',
    figure: MARIADB_FIGURE,
    promises: [...SEQUELIZE_PROMISES, ...MARIADB_KEEPS],
  },
  postgres: {
    name: 'PostgreSQL',
    packages: 'connect-pg-simple on pg',
    server: 'postgres',
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
    server: 'postgres',
    figure: POSTGRES_FIGURE,
    promises: [...SEQUELIZE_PROMISES, ...POSTGRES_KEEPS],
  },
  sequelize: {
    name: 'Sequelize (SQLite)',
    packages: 'connect-session-sequelize on sqlite3',
    needsFolder: true,
    figure: 'size of its files',
    promises: SEQUELIZE_PROMISES,
  },
} as const satisfies Record<string, StoreFacts>;
