import { promisedIn, type StoreEntry } from './facts.ts';
import { SQLITE_SETTINGS } from './settings.ts';

/** Stores that keep their data in files of their own, without a server. */
export const FILES = {
  sqlite: {
    name: 'SQLite',
    packages: 'better-sqlite3-session-store on better-sqlite3',
    npm: ['express-session', 'better-sqlite3-session-store', 'better-sqlite3'],
    takesTtl: false,
    needsFolder: true,
    table: 'sessions',
    settings: SQLITE_SETTINGS,
    stack: { port: 3100, image: 'sqlite' },
    figure: 'size of its files',
    promises: [
      ...promisedIn(
        'better-sqlite3-session-store readme, first lines: "a better-sqlite3 session storage for express-session"',
        'survives-app-restart',
        'shared-between-instances',
      ),
      ...promisedIn(
        'better-sqlite3-session-store readme, Usage: "expired: { clear: true, intervalMs: 900000 //ms = 15min }"',
        'expires-on-server',
      ),
    ],
  },
  sqlite3: {
    name: 'SQLite (connect-sqlite3)',
    packages: 'connect-sqlite3 on sqlite3',
    npm: ['express-session', 'connect-sqlite3', 'sqlite3'],
    takesTtl: false,
    needsFolder: true,
    table: 'sessions',
    figure: 'size of its files',
    // It says nothing of several processes on one file.
    promises: promisedIn(
      'connect-sqlite3 readme, first line: "a SQLite3 session store"',
      'survives-app-restart',
    ),
  },
  file: {
    name: 'File',
    packages: 'session-file-store',
    npm: ['express-session', 'session-file-store'],
    needsFolder: true,
    stack: { port: 3140 },
    figure: 'size of its files',
    promises: [
      ...promisedIn(
        'session-file-store readme, introduction: "a provision for storing session data in the session file"',
        'survives-app-restart',
        'shared-between-instances',
      ),
      ...promisedIn(
        'session-file-store readme, option reapInterval: "Interval to clear expired sessions"',
        'expires-on-server',
      ),
    ],
  },
  loki: {
    name: 'Loki',
    packages: 'connect-loki on lokijs',
    npm: ['express-session', 'connect-loki'],
    needsFolder: true,
    figure: 'size of its files',
    promises: [
      ...promisedIn(
        'connect-loki readme, option autosave: "Set `false` to disable save to disk. Defaults to `true`"',
        'survives-app-restart',
      ),
      ...promisedIn(
        'connect-loki readme, option ttl: "Duration in seconds to keep stale sessions"',
        'expires-on-server',
      ),
    ],
  },
} as const satisfies Record<string, StoreEntry>;
