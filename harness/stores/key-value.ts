import { promisedIn, type StoreEntry } from './facts.ts';
import { IOREDIS_SETTINGS, MONGO_SETTINGS, NODE_REDIS_SETTINGS } from './settings.ts';

const REDIS_PROMISES = [
  ...promisedIn(
    'connect-redis readme, first line: "Redis session storage for Express"',
    'survives-app-restart',
  ),
  ...promisedIn(
    'connect-redis readme, option prefix: "different applications sharing the same Redis instance"',
    'shared-between-instances',
  ),
  ...promisedIn(
    'connect-redis readme, option ttl: "If the session cookie has a expires date, connect-redis will use it as the TTL"',
    'expires-on-server',
  ),
  ...promisedIn(
    'connect-redis readme, option ttl: "The TTL is reset every time a user interacts with the server"',
    'touch-extends',
  ),
  ...promisedIn(
    'connect-redis readme, option prefix: "bulk commands exposed in express-session (like length, all, keys, and clear)"',
    'counts-sessions',
    'lists-sessions',
    'clears-sessions',
  ),
];

const MONGO_TITLE = 'connect-mongo readme, first line: "MongoDB session store for Connect and Express"';

/** A server's default on a replica set with as many members that hold data as these is the majority, too. */
const MONGO_SURVIVES: StoreEntry['survivesFailover'] = ({ topology, settings = {} }) => {
  const { w = 'majority', j } = settings;
  return topology === 'replica-set' && w !== '1' && j !== 'false'
    ? 'MongoDB manual, Rollbacks During Replica Set Failover: "To prevent rollbacks of data that have been acknowledged to the client, run all voting members with journaling enabled and use w: majority write concern"'
    : undefined;
};

/** Stores on servers of keys or documents. */
export const KEY_VALUE = {
  redis: {
    name: 'Redis',
    packages: 'connect-redis on ioredis',
    npm: ['express-session', 'connect-redis', 'ioredis'],
    server: 'redis-server',
    topologies: ['sentinel', 'cluster'],
    settings: IOREDIS_SETTINGS,
    stack: { port: 3020, always: true },
    figure: 'used_memory of INFO',
    promises: REDIS_PROMISES,
  },
  'node-redis': {
    name: 'Redis (node-redis)',
    packages: 'connect-redis 10 on redis',
    npm: ['express-session', 'connect-redis-10', 'redis'],
    server: 'redis-server',
    topologies: ['sentinel', 'cluster'],
    settings: NODE_REDIS_SETTINGS,
    stack: { port: 3070, database: '1' },
    figure: 'used_memory of INFO',
    promises: REDIS_PROMISES,
  },
  mongo: {
    name: 'Mongo',
    packages: 'connect-mongo on mongodb',
    npm: ['express-session', 'connect-mongo', 'mongodb'],
    server: 'mongod',
    topologies: ['replica-set'],
    settings: MONGO_SETTINGS,
    survivesFailover: MONGO_SURVIVES,
    stack: { port: 3030, always: true },
    figure: 'data and indexes of dbStats',
    promises: [
      ...promisedIn(MONGO_TITLE, 'survives-app-restart', 'shared-between-instances'),
      ...promisedIn(
        'connect-mongo readme, Remove expired sessions: "uses MongoDB\'s TTL collection feature"',
        'expires-on-server',
      ),
      ...promisedIn(
        'connect-mongo readme, Session expiration: "Each time a user interacts with the server, its session expiration date is refreshed"',
        'touch-extends',
      ),
    ],
  },
  'mongodb-session': {
    name: 'Mongo (connect-mongodb-session)',
    packages: 'connect-mongodb-session on its mongodb 6',
    npm: ['express-session', 'connect-mongodb-session'],
    server: 'mongod',
    topologies: ['replica-set'],
    survivesFailover: MONGO_SURVIVES,
    figure: 'data and indexes of dbStats',
    promises: [
      ...promisedIn(
        'connect-mongodb-session readme, first line: "MongoDB-backed session storage for connect and Express"',
        'survives-app-restart',
        'shared-between-instances',
      ),
      ...promisedIn(
        'connect-mongodb-session readme, option expires: "By default, sessions expire after 2 weeks"',
        'expires-on-server',
      ),
    ],
  },
  dynamodb: {
    name: 'DynamoDB',
    packages: 'connect-dynamodb on @aws-sdk/client-dynamodb, with dynalite',
    npm: ['express-session', 'connect-dynamodb', '@aws-sdk/client-dynamodb'],
    takesTtl: false,
    server: 'dynalite-server',
    table: 'sessions',
    figure: 'bytes of its items as JSON, by a scan',
    // It looks at the time when it reads; its readme leaves what has expired to DynamoDB's own TTL, for its users to set.
    promises: promisedIn(
      'connect-dynamodb readme, first line: "a DynamoDB session store"',
      'survives-app-restart',
      'shared-between-instances',
    ),
  },
  memcached: {
    name: 'Memcached',
    packages: 'connect-memjs on memjs',
    npm: ['express-session', 'connect-memjs', 'memjs'],
    takesTtl: false,
    server: 'memcached',
    stack: { port: 3060 },
    figure: 'bytes of stats',
    promises: promisedIn(
      'connect-memjs readme, first line: "Memcached session store"',
      'survives-app-restart',
      'shared-between-instances',
    ),
  },
  'node-memcached': {
    name: 'Memcached (node-memcached)',
    packages: 'connect-memcached on memcached',
    npm: ['express-session', 'connect-memcached'],
    takesTtl: false,
    server: 'memcached',
    figure: 'bytes of stats',
    promises: promisedIn(
      'connect-memcached readme, first line: "Memcached session store"',
      'survives-app-restart',
      'shared-between-instances',
    ),
  },
} as const satisfies Record<string, StoreEntry>;
