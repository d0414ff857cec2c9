import { NO_PARAMETERS } from './parameters.ts';
import { ENDED, PAUSED, SYNC_SEEN } from './shown-by.ts';
import type { FaultTraits } from './traits.ts';

/** What Redis does when it is full, by its own names; sessions have an end, so that `volatile` ones hit them too. */
const EVICTIONS = {
  noeviction: 'it refuses writes',
  'allkeys-lru': 'what was not used for longest goes',
  'allkeys-lfu': 'what is used least goes',
  'allkeys-random': 'any key goes',
  'volatile-lru': 'the same of keys that expire',
  'volatile-random': 'any key that expires goes',
  'volatile-ttl': 'what expires soonest goes',
};

/** What is done to the store's server. */
export const SERVER_FAULTS = {
  'server-restart': {
    site: 'server',
    usualMs: 0,
    summary: "the store's server is asked to end, and started again with the data that it left",
    shownBy: ENDED,
    parameters: NO_PARAMETERS,
  },
  'server-crash': {
    site: 'server',
    usualMs: 0,
    summary: "the store's server is killed (SIGKILL), and started again with the data that it left",
    shownBy: ENDED,
    parameters: NO_PARAMETERS,
  },
  'server-power-loss': {
    site: 'server',
    usualMs: 0,
    summary:
      "the machine of the store's server, or of the primary of several, loses its power: the server is killed (SIGKILL), what it had written and not synced (fsync, fdatasync, O_SYNC, msync) is undone, and it is started again with what is left. Names of files are kept",
    shownBy: `${ENDED}; ${SYNC_SEEN}`,
    parameters: NO_PARAMETERS,
    undoesFilesOf: ['redis-server', 'valkey-server', 'mongod', 'mariadbd', 'postgres'],
  },
  'server-pause': {
    site: 'server',
    usualMs: 2000,
    summary: "the store's server is stopped for a while: it takes connections in and answers nothing",
    shownBy: PAUSED,
    parameters: NO_PARAMETERS,
  },
  'server-failover': {
    site: 'server',
    usualMs: 0,
    summary:
      "another of the store's servers takes over from the primary; it heals when the former primary follows the new one and has all that it has",
    shownBy:
      'another server says that it is the primary, and whoever tells clients of the primary names it; then the former primary says that it follows',
    parameters: {
      numbers: [],
      choice: {
        name: 'manner',
        key: 'manner',
        values: {
          asked: 'as for maintenance',
          kill: 'the primary is killed, and started again when another has taken over',
          cut: 'the primary is cut off from its replicas and from who watches over it, silently, and not from its clients, until another has taken over; Redis with sentinels, PostgreSQL, MariaDB',
        },
        onWays: ['cut'],
      },
    },
    needsReplicas: true,
  },
  'server-replica-lag': {
    site: 'server',
    usualMs: 5000,
    summary:
      'what the primary sends to its replicas arrives late, by toxiproxy between them; what was on its way when the primary dies still arrives. Redis with sentinels (up to 1 s: they go the same way), PostgreSQL, MariaDB',
    shownBy:
      'something that the harness wrote to the primary was on the replica no sooner than that, at its onset and, where nobody took over, at its end; and at once after',
    parameters: {
      numbers: [
        {
          name: 'lag',
          key: 'lagMs',
          unit: 'ms',
          usual: 300,
          least: 50,
          most: 60_000,
          means: 'how late',
        },
      ],
    },
    needsReplicas: true,
    onWays: true,
  },
  'server-clients-killed': {
    site: 'server',
    usualMs: 0,
    summary:
      "the server closes the connections of all its clients, which may connect again at once; the harness's own stay",
    shownBy: 'the server lists none of these connections any more, and takes new ones',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'valkey-server', 'postgres', 'mariadbd'],
  },
  'server-memory-full': {
    site: 'server',
    usualMs: 2000,
    summary:
      'the server may hold no more than it holds (maxmemory): it refuses writes, or evicts a quarter of its keys at once and others for what is written',
    shownBy:
      "a write was refused (OOM), or the server's count of evicted keys went up; and a write was taken after",
    parameters: {
      numbers: [],
      choice: {
        name: 'policy',
        key: 'policy',
        values: EVICTIONS,
      },
    },
    servers: ['redis-server', 'valkey-server'],
  },
  'server-disk-full': {
    site: 'server',
    usualMs: 2000,
    summary:
      "the disk of the server is full, a small one of the run's own: others have taken all that was free, and take what gets free. Redis is asked to save (BGSAVE) and mongod to write down what it has (fsync), as they do by themselves every now and then. mongod ends itself by that, and Redis with aof-always: it is started again when there is room",
    shownBy:
      "a write of the harness was refused with the server's own words for it (MISCONF of Redis, SQLSTATE 53100 of PostgreSQL, error 28 of MariaDB) at its onset and its end, and taken after; or the server ended itself, its port refused connections and its log says why, and, started again, it took a write",
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'valkey-server', 'mongod', 'postgres', 'mariadbd'],
    ownDisk: true,
  },
  'server-connections-used-up': {
    site: 'server',
    usualMs: 2000,
    summary:
      'the server takes no more connections: others have them all, and take what gets free. Those that are open stay',
    shownBy: 'a new connection was refused from its onset to its end, and taken after',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'valkey-server', 'postgres', 'mariadbd', 'memcached'],
  },
  'server-read-only': {
    site: 'server',
    usualMs: 2000,
    summary:
      'the server refuses writes and answers reads, as one that is a replica now: REPLICAOF of Redis, default_transaction_read_only of PostgreSQL',
    shownBy: 'a write was refused as read-only from its onset to its end, and taken after',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'valkey-server', 'postgres'],
  },
  'server-locked': {
    site: 'server',
    usualMs: 2000,
    summary:
      'writes wait for a lock that somebody holds, reads are answered: CLIENT PAUSE of Redis, fsyncLock of MongoDB, LOCK TABLE of PostgreSQL, FLUSH TABLES WITH READ LOCK of MariaDB',
    shownBy: 'a write of its own waited from its onset to its end, and was taken after',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'valkey-server', 'mongod', 'postgres', 'mariadbd'],
  },
} as const satisfies Record<string, FaultTraits>;
