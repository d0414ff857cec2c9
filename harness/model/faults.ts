import type { ServerProgram } from '../../protocol/servers.ts';
import {
  NO_PARAMETERS,
  parametersSchema,
  type FaultParameters,
  type GivenParameters,
} from './fault-parameters.ts';

/** What a fault hits: an instance of the app, the store's server, or the wire between an instance and the server. */
export type FaultSite = 'app' | 'server' | 'wire';

/** What a plan knows of a fault; how it is done stands in nemesis/. */
export interface FaultTraits {
  site: FaultSite;
  /** How long it lasts where the schedule does not say. */
  usualMs: number;
  /** In a few words, for people who choose one. */
  summary: string;
  /** What shows that it took effect; where that is not seen, its experiment is unknown. */
  shownBy: string;
  parameters: FaultParameters;
  /** It needs a server of several, of which one can take over. */
  needsReplicas?: true;
  /** It hits every instance of the app, and is aimed at none. */
  hitsAll?: true;
  /** With fewer instances it would be another fault. */
  leastInstances?: number;
  /** It cuts or spoils wires, whatever its site is. */
  cutsWire?: true;
  /** It asks the app by routes that only Holdfast's own app has. */
  asksApp?: true;
  /** It takes what only processes of this machine have. */
  onProcesses?: true;
  /** Servers that can have it, where not every one can. It is done by asking them, and ends none of their processes. */
  servers?: readonly [ServerProgram, ...ServerProgram[]];
}

export const NEEDS_WIRE = 'a store with a server, app and server both started by Holdfast, and toxiproxy';
/** What a fault of a site cannot do without. */
export const NEEDS: Readonly<Record<FaultSite, string>> = {
  app: 'an app that Holdfast starts',
  server: 'a store with a server that Holdfast starts',
  wire: 'a store with a server that Holdfast starts, and toxiproxy',
};

export const NEEDS_REPLICAS = 'a store on servers of which one can take over (--topology)';

const ENDED = 'all its processes have ended, its port refused connections, and another process answers';
const PAUSED = 'the system says of all its processes that they are stopped, and go on after';

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

/** Every fault by name. */
export const FAULTS = {
  'app-restart': {
    site: 'app',
    usualMs: 0,
    summary: 'an app instance is asked to end (SIGTERM), as in a deployment, and started again',
    shownBy: ENDED,
    parameters: NO_PARAMETERS,
  },
  'app-crash': {
    site: 'app',
    usualMs: 0,
    summary: 'an app instance is killed (SIGKILL), and started again',
    shownBy: ENDED,
    parameters: NO_PARAMETERS,
  },
  'app-pause': {
    site: 'app',
    usualMs: 2000,
    summary: 'an app instance is stopped for a while, its connections open',
    shownBy: PAUSED,
    parameters: NO_PARAMETERS,
  },
  'app-blocked': {
    site: 'app',
    usualMs: 2000,
    summary:
      'the event loop of an app instance is blocked, as by a long computation: connections are taken in by the system, and nobody is answered',
    shownBy: 'the instance says for how long it was, and what it was asked meanwhile had to wait',
    parameters: NO_PARAMETERS,
    asksApp: true,
  },
  'app-rolling': {
    site: 'app',
    usualMs: 0,
    summary:
      'every app instance is replaced, one after the other, as in a rolling deployment; all others are up meanwhile. Who balances is not told',
    shownBy: `of each instance in turn, ${ENDED}; all others answered when it was gone`,
    parameters: {
      numbers: [],
      choice: {
        name: 'ending',
        key: 'ending',
        values: { drained: 'SIGTERM: it answers what is under way first', undrained: 'SIGKILL' },
      },
    },
    hitsAll: true,
    leastInstances: 2,
    asksApp: true,
  },
  'app-secret-rotated': {
    site: 'app',
    usualMs: 0,
    summary:
      'every app instance is started again with a new secret, the old one still accepted; of several instances all first learn to accept the new one, as a rotation is done',
    shownBy: 'a cookie from before is still taken, and one from after is signed with the new secret',
    parameters: NO_PARAMETERS,
    hitsAll: true,
    onProcesses: true,
  },
  'app-started-early': {
    site: 'app',
    usualMs: 2000,
    summary:
      'an app instance is started again while its store is away (its wire is cut), which comes back later; an instance that ends of that is started once more then, as a supervisor would',
    shownBy: 'its wire refused connections, the instance was not ready while it did, and was after',
    parameters: NO_PARAMETERS,
    cutsWire: true,
  },
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
        },
      },
    },
    needsReplicas: true,
  },
  'server-clients-killed': {
    site: 'server',
    usualMs: 0,
    summary:
      "the server closes the connections of all its clients, which may connect again at once; the harness's own stay",
    shownBy: 'the server lists none of these connections any more, and takes new ones',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'postgres', 'mariadbd'],
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
    servers: ['redis-server'],
  },
  'server-connections-used-up': {
    site: 'server',
    usualMs: 2000,
    summary:
      'the server takes no more connections: others have them all, and take what gets free. Those that are open stay',
    shownBy: 'a new connection was refused from its onset to its end, and taken after',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'postgres', 'mariadbd', 'memcached'],
  },
  'server-read-only': {
    site: 'server',
    usualMs: 2000,
    summary:
      'the server refuses writes and answers reads, as one that is a replica now: REPLICAOF of Redis, default_transaction_read_only of PostgreSQL',
    shownBy: 'a write was refused as read-only from its onset to its end, and taken after',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'postgres'],
  },
  'server-locked': {
    site: 'server',
    usualMs: 2000,
    summary:
      'writes wait for a lock that somebody holds, reads are answered: CLIENT PAUSE of Redis, fsyncLock of MongoDB, LOCK TABLE of PostgreSQL, FLUSH TABLES WITH READ LOCK of MariaDB',
    shownBy: 'a write of its own waited from its onset to its end, and was taken after',
    parameters: NO_PARAMETERS,
    servers: ['redis-server', 'mongod', 'postgres', 'mariadbd'],
  },
  'wire-down': {
    site: 'wire',
    usualMs: 2000,
    summary: 'an app instance is cut off from the server: connections break and new ones are refused',
    shownBy: 'connections to the wire were refused, and the instance acknowledged no save meanwhile',
    parameters: NO_PARAMETERS,
  },
  'wire-slow': {
    site: 'wire',
    usualMs: 2000,
    summary: 'what goes over the wire arrives late',
    shownBy: 'toxiproxy holds it back, and no save was acknowledged sooner than that lets it',
    parameters: {
      numbers: [
        {
          name: 'latency',
          key: 'latencyMs',
          jitterKey: 'jitterMs',
          unit: 'ms',
          // Of another continent, or of a network that is full; many times what a local server takes.
          usual: 150,
          least: 1,
          most: 60_000,
          means: 'how late, give or take what stands behind ±',
        },
      ],
      // What an instance asks for takes effect later than that of one whose wire is whole.
      direction: 'upstream',
    },
  },
  'wire-bandwidth': {
    site: 'wire',
    usualMs: 2000,
    summary: 'the wire carries little',
    shownBy:
      'toxiproxy has it in force, and no more saves were acknowledged than it can have carried upstream',
    parameters: {
      numbers: [
        {
          name: 'rate',
          key: 'rateKBps',
          unit: 'KB/s',
          usual: 16,
          least: 1,
          most: 100_000,
          means: 'how much goes through, each way',
        },
      ],
      direction: 'both',
    },
  },
  'wire-silent': {
    site: 'wire',
    usualMs: 2000,
    summary:
      'what goes over the wire is dropped, and nobody is told: connections are half-open, and new ones are taken in. Those that are still open at its end are closed then',
    shownBy: 'toxiproxy has it in force, and the instance acknowledged no save meanwhile',
    parameters: { numbers: [], direction: 'both' },
  },
  'wire-limit': {
    site: 'wire',
    usualMs: 2000,
    summary: 'each connection is closed when it has carried so much, be it amid an answer',
    shownBy:
      'toxiproxy has it in force, and a connection of the instance was closed (seen on processes, on Linux)',
    parameters: {
      numbers: [
        {
          name: 'size',
          key: 'bytes',
          unit: 'bytes',
          usual: 4096,
          least: 1,
          most: 100_000_000,
          means: 'how much each carries, each way',
        },
      ],
      direction: 'both',
    },
  },
  'wire-reset': {
    site: 'wire',
    usualMs: 2000,
    summary:
      'whoever sends something loses it, and the connection: by a reset (TCP RST) where it was made during the fault, closed where it was there before; new connections are taken in',
    shownBy:
      'a connection over which the harness sent something was reset (on processes), and the instance acknowledged no save meanwhile',
    parameters: NO_PARAMETERS,
  },
  'wire-sliced': {
    site: 'wire',
    usualMs: 2000,
    summary: 'what goes over the wire arrives in small pieces, one after the other',
    shownBy: 'toxiproxy has it in force from its onset to its end',
    parameters: {
      numbers: [
        {
          name: 'size',
          key: 'bytes',
          unit: 'bytes',
          usual: 64,
          least: 1,
          most: 65_536,
          means: 'of a piece, give or take its half',
        },
        {
          name: 'delay',
          key: 'delayMs',
          unit: 'ms',
          usual: 1,
          least: 0,
          most: 10_000,
          means: 'between two pieces',
        },
      ],
      direction: 'both',
    },
  },
  'wire-slow-close': {
    site: 'wire',
    usualMs: 2000,
    summary: 'who closes a connection is heard of late at the other end',
    shownBy: 'toxiproxy has it in force from its onset to its end',
    parameters: {
      numbers: [
        {
          name: 'delay',
          key: 'delayMs',
          unit: 'ms',
          usual: 1000,
          least: 1,
          most: 60_000,
          means: 'how late',
        },
      ],
      direction: 'both',
    },
  },
} as const satisfies Record<string, FaultTraits>;

/** Whether wires have to be there for it. */
export const isOfWire = (kind: FaultKind): boolean => {
  const { site, cutsWire }: FaultTraits = FAULTS[kind];
  return site === 'wire' || cutsWire === true;
};

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

/** The parameters of a planned fault, all of them. Throws for what its schema refuses. */
export const parametersOf = (kind: FaultKind, given: GivenParameters = {}): GivenParameters =>
  parametersSchema(FAULTS[kind].parameters).parse(given) as GivenParameters;

/** What breaks without any fault of a plan: an app that runs out of memory or ends, a store that never calls back. */
export type UnplannedFailure = 'out-of-memory' | 'app-death' | 'store-silent';
