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

const MIN_REPLICAS: StoreSetting = {
  name: 'min-replicas-to-write',
  values: ['0', '1'],
  means: 'a primary without so many replicas refuses writes',
  only: ['sentinel'],
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

export const MONGO_SETTINGS: readonly StoreSetting[] = [WRITE_CONCERN, JOURNAL];
export const REDIS_SETTINGS: readonly StoreSetting[] = [PERSISTENCE, MIN_REPLICAS];
export const IOREDIS_SETTINGS: readonly StoreSetting[] = [...REDIS_SETTINGS, WAIT, DETECTOR];
