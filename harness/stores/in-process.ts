import { promisedIn, type StoreEntry } from './facts.ts';

/** Stores without a server and without a file. */
export const IN_PROCESS = {
  memory: {
    name: 'MemoryStore',
    packages: 'express-session MemoryStore',
    npm: ['express-session'],
    takesTtl: false,
    // Its readme promises nothing of the kind: it "will leak memory under most conditions, does not scale past a
    // single process, and is meant for debugging and developing".
    promises: [],
    stack: { port: 3010, always: true },
    figure: '',
  },
  memorystore: {
    name: 'memorystore',
    packages: 'memorystore on lru-cache 4',
    npm: ['express-session', 'memorystore'],
    takesTtl: false,
    promises: [
      ...promisedIn(
        'memorystore readme, option checkPeriod: "prune expired entries every 24h"',
        'expires-on-server',
      ),
      ...promisedIn(
        'memorystore readme, Methods: "implements all the required, recommended and optional methods"',
        'touch-extends',
        'counts-sessions',
        'lists-sessions',
        'clears-sessions',
      ),
    ],
    stack: { port: 3090 },
    figure: '',
  },
  cookie: {
    name: 'Cookie',
    packages: 'cookie-session',
    npm: ['cookie-session'],
    // Of the rest its readme says the contrary: it "does not prevent session replay, as the expiration set is that of
    // the cookie only", and to extend a session "some kind of modification to the session needs be made".
    promises: promisedIn(
      'cookie-session readme, introduction: "does not require any database / resources on the server side"',
      'survives-app-restart',
      'shared-between-instances',
    ),
    stack: { port: 3080 },
    figure: '',
  },
} as const satisfies Record<string, StoreEntry>;
