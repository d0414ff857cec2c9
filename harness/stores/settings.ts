import type { ServerProgram } from '../../protocol/servers.ts';
import type { ReplicatedName } from '../model/topologies.ts';

/** Something of a store's server or of its client that decides what is lost, and that people set. */
export interface StoreSetting {
  name: string;
  /** What it may be set to; the first is what it is where nobody sets it. */
  values: readonly [string, ...string[]];
  /** In a few words. */
  means: string;
  /** The layouts on which alone it means anything; absent: it does on every one. */
  only?: readonly ReplicatedName[];
}

const PERSISTENCE: StoreSetting = {
  name: 'persistence',
  values: ['rdb', 'none', 'aof-everysec', 'aof-always'],
  means: 'what the server writes to its disk: snapshots as by default, nothing, or each write (appendfsync)',
};

/** Its values are programs of servers/: the one that is named here is run in the place of the store's usual one. */
const SERVER: StoreSetting = {
  name: 'server',
  values: ['redis-server', 'valkey-server'] satisfies [ServerProgram, ...ServerProgram[]],
  means: 'which program the server is: Redis, or Valkey in its place',
};

const MIN_REPLICAS: StoreSetting = {
  name: 'min-replicas-to-write',
  values: ['0', '1'],
  means: 'a primary without so many replicas refuses writes',
  only: ['sentinel', 'cluster'],
};

const WAIT: StoreSetting = {
  name: 'wait',
  values: ['0', '1'],
  means: 'each save and logout waits (WAIT) until so many replicas have it, or fails after a second',
  only: ['sentinel'],
};

const DETECTOR: StoreSetting = {
  name: 'failover-detector',
  values: ['false', 'true'],
  means: "ioredis's failoverDetector: it leaves a primary when the sentinels name another",
  only: ['sentinel'],
};

const WRITE_CONCERN: StoreSetting = {
  name: 'w',
  values: ['default', '1', 'majority'],
  means:
    "how many members have a write before it is acknowledged; the server's default is 1 by itself, else majority",
};

const JOURNAL: StoreSetting = {
  name: 'j',
  values: ['default', 'true', 'false'],
  means: 'whether they have it in their journals, on disk, before it is acknowledged',
};

const SYNCHRONOUS_COMMIT: StoreSetting = {
  name: 'synchronous_commit',
  values: ['on', 'off', 'local', 'remote_apply'],
  means:
    'whether a commit is acknowledged before it is on disk, and, of synchronous standbys, when they have it there or have applied it',
};

const SYNCHRONOUS_STANDBYS: StoreSetting = {
  name: 'synchronous_standby_names',
  values: ['none', 'any'],
  means: 'whether commits wait for a standby at all (any: *)',
  only: ['standby'],
};

const FLUSH_LOG: StoreSetting = {
  name: 'innodb_flush_log_at_trx_commit',
  values: ['1', '2', '0'],
  means: 'whether a commit is on disk before it is acknowledged, or handed to the system, or neither',
};

const SEMI_SYNC: StoreSetting = {
  name: 'rpl_semi_sync',
  values: ['off', 'after_commit', 'after_sync'],
  means:
    'whether a commit waits, for 10 s at most, until the replica has it: after the primary committed it, or before',
  only: ['replica'],
};

const IDLE_TIMEOUT: StoreSetting = {
  name: 'timeout',
  values: ['0', '1', '10'],
  means: 'after how many seconds of silence the server closes a connection; 0: never',
};

const RETRIES: StoreSetting = {
  name: 'maxRetriesPerRequest',
  values: ['20', '0', '1', 'null'],
  means: 'after how many attempts to connect anew ioredis fails the commands that wait; null: never',
};

const OFFLINE_QUEUE: StoreSetting = {
  name: 'enableOfflineQueue',
  values: ['true', 'false'],
  means: 'whether commands wait in ioredis while the server is away, or fail at once',
};

const NO_OFFLINE_QUEUE: StoreSetting = {
  name: 'disableOfflineQueue',
  values: ['false', 'true'],
  means:
    'whether commands fail at once while the server is away, or wait in node-redis; of one server by itself',
};

const PG_POOL: StoreSetting = {
  name: 'max',
  values: ['10', '1', '2', '50'],
  means: 'how many connections the pool of pg has at most',
};

const MYSQL_POOL: StoreSetting = {
  name: 'connectionLimit',
  values: ['10', '1', '2', '50'],
  means: 'how many connections the pool of mysql2 has at most',
};

const READ_PREFERENCE: StoreSetting = {
  name: 'readPreference',
  values: ['primary', 'primaryPreferred', 'secondary', 'secondaryPreferred', 'nearest'],
  means: 'which members sessions are read from',
  only: ['replica-set'],
};

const SOCKET_TIMEOUT: StoreSetting = {
  name: 'socketTimeoutMS',
  values: ['0', '1000', '5000'],
  means: 'after how much silence the driver of MongoDB gives a connection up; 0: never',
};

const MONGO_POOL: StoreSetting = {
  name: 'maxPoolSize',
  values: ['100', '1', '10'],
  means: 'how many connections the driver of MongoDB has to a member at most',
};

const JOURNAL_MODE: StoreSetting = {
  name: 'journal_mode',
  values: ['delete', 'wal'],
  means: 'how SQLite makes a transaction whole: by a journal to undo it, or a log of what is new',
};

const SYNCHRONOUS: StoreSetting = {
  name: 'synchronous',
  values: ['full', 'normal', 'off'],
  means:
    'whether SQLite waits until a transaction is on the disk; with journal_mode=wal, better-sqlite3 would take normal where nobody sets it',
};

export const POSTGRES_SETTINGS: readonly StoreSetting[] = [SYNCHRONOUS_COMMIT, SYNCHRONOUS_STANDBYS, PG_POOL];
export const MARIADB_SETTINGS: readonly StoreSetting[] = [FLUSH_LOG, SEMI_SYNC, MYSQL_POOL];
export const MONGO_SETTINGS: readonly StoreSetting[] = [
  WRITE_CONCERN,
  JOURNAL,
  READ_PREFERENCE,
  SOCKET_TIMEOUT,
  MONGO_POOL,
];
export const SQLITE_SETTINGS: readonly StoreSetting[] = [JOURNAL_MODE, SYNCHRONOUS];
const REDIS_SETTINGS: readonly StoreSetting[] = [SERVER, PERSISTENCE, MIN_REPLICAS, IDLE_TIMEOUT];
export const NODE_REDIS_SETTINGS: readonly StoreSetting[] = [...REDIS_SETTINGS, NO_OFFLINE_QUEUE];
export const IOREDIS_SETTINGS: readonly StoreSetting[] = [
  ...REDIS_SETTINGS,
  WAIT,
  DETECTOR,
  RETRIES,
  OFFLINE_QUEUE,
];
