import { promisedIn, type StoreFacts } from './facts.ts';

/** Stores without a server and without a file. */
export const IN_PROCESS = {
  memory: {
    name: 'MemoryStore',
    packages: 'express-session MemoryStore',
    // Its readme promises nothing of the kind: it "will leak memory under most conditions, does not scale past a
    // single process, and is meant for debugging and developing".
    promises: [],
    figure: '',
  },
  memorystore: {
    name: 'memorystore',
    packages: 'memorystore on lru-cache 4',
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
    figure: '',
  },
  cookie: {
    name: 'Cookie',
    packages: 'cookie-session',
    // Of the rest its readme says the contrary: it "does not prevent session replay, as the expiration set is that of
    // the cookie only", and to extend a session "some kind of modification to the session needs be made".
    promises: promisedIn(
      'cookie-session readme, introduction: "does not require any database / resources on the server side"',
      'survives-app-restart',
      'shared-between-instances',
    ),
    figure: '',
  },
} as const satisfies Record<string, StoreFacts>;
