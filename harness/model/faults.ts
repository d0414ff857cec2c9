/** What a fault hits: an instance of the app, the store's server, or the wire between an instance and the server. */
export type FaultSite = 'app' | 'server' | 'wire';

/** What a plan knows of a fault; how it is done stands in nemesis/. */
export interface FaultTraits {
  site: FaultSite;
  /** How long it lasts where the schedule does not say. */
  usualMs: number;
  /** In a few words, for people who choose one. */
  summary: string;
}

/** Of another continent, or of a network that is full; many times what a local server takes. */
export const SLOW_WIRE_MS = 150;

/** Every fault by name. */
export const FAULTS = {
  'app-restart': { site: 'app', usualMs: 0, summary: 'an app instance is asked to end, and started again' },
  'app-crash': { site: 'app', usualMs: 0, summary: 'an app instance is killed, and started again' },
  'app-pause': {
    site: 'app',
    usualMs: 2000,
    summary: 'an app instance is stopped for a while, its connections open',
  },
  'server-restart': {
    site: 'server',
    usualMs: 0,
    summary: "the store's server is asked to end, and started again",
  },
  'server-crash': { site: 'server', usualMs: 0, summary: "the store's server is killed, and started again" },
  'server-pause': {
    site: 'server',
    usualMs: 2000,
    summary: "the store's server is stopped for a while, its connections open",
  },
  'wire-down': {
    site: 'wire',
    usualMs: 2000,
    summary: "an app instance is cut off from the store's server",
  },
  'wire-slow': {
    site: 'wire',
    usualMs: 2000,
    summary: `what an app instance sends to the store's server arrives ${SLOW_WIRE_MS} ms late`,
  },
} as const satisfies Record<string, FaultTraits>;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

/** What breaks without any fault of a plan: an app that runs out of memory or ends, a store that never calls back. */
export type UnplannedFailure = 'out-of-memory' | 'app-death' | 'store-silent';
