import type { ToolName } from '../provision/catalogue.ts';

/** A thing that a store's own documentation says of it. */
export type PromiseId = 'survives-app-restart' | 'shared-between-instances';

export interface StorePromise {
  id: PromiseId;
  /** Where the documentation says so. */
  source: string;
}

/** What the harness has to know of a store; how it is opened is the app's affair. */
export interface StoreFacts {
  /** What people call it. */
  name: string;
  /** The package as a reader knows it. */
  packages: string;
  /** The tool that serves it, for a store that has a server. */
  server?: ToolName;
  promises: readonly StorePromise[];
  /** What the server's own memory figure is; empty for a store without a server. */
  figure: string;
}

/** Every store by name. */
const STORE_FACTS = {
  memory: {
    name: 'MemoryStore',
    packages: 'express-session MemoryStore',
    // Its readme promises nothing of the kind: it "will leak memory under most conditions, does not scale past a
    // single process, and is meant for debugging and developing".
    promises: [],
    figure: '',
  },
  redis: {
    name: 'Redis',
    packages: 'connect-redis on ioredis',
    server: 'redis-server',
    figure: 'used_memory of INFO',
    promises: [
      {
        id: 'survives-app-restart',
        source: 'connect-redis readme, first line: "Redis session storage for Express"',
      },
      {
        id: 'shared-between-instances',
        source:
          'connect-redis readme, option prefix: "different applications sharing the same Redis instance"',
      },
    ],
  },
  mongo: {
    name: 'Mongo',
    packages: 'connect-mongo on mongodb',
    server: 'mongod',
    figure: 'data and indexes of dbStats',
    promises: [
      {
        id: 'survives-app-restart',
        source: 'connect-mongo readme, first line: "MongoDB session store for Connect and Express"',
      },
      {
        id: 'shared-between-instances',
        source: 'connect-mongo readme, first line: "MongoDB session store for Connect and Express"',
      },
    ],
  },
} as const satisfies Record<string, StoreFacts>;

export type StoreName = keyof typeof STORE_FACTS;
export const STORE_NAMES = Object.keys(STORE_FACTS) as [StoreName, ...StoreName[]];

/** The facts of a store. One that is not known by name is a user's own: it promises nothing. */
export function storeFacts(store: string): StoreFacts {
  if (Object.hasOwn(STORE_FACTS, store)) return STORE_FACTS[store as StoreName];
  return { name: store, packages: 'a module of your own', promises: [], figure: '' };
}
