import type { AnomalyKind } from './kinds.ts';

/**
 * Every workload by name; each is a k6 script `scenarios/<name>.ts`. With it the checkers that must have had
 * something to test, or the experiment's verdict is unknown; the others count where they had.
 */
export const WORKLOAD_CHECKERS = {
  register: ['lost-session', 'lost-write', 'stale-read', 'garbage-read', 'cross-session-read'],
  tabs: ['lost-update', 'lost-session', 'garbage-read', 'cross-session-read'],
  counter: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'],
  login: ['resurrection', 'fixation', 'lost-session', 'cross-session-read'],
  cart: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'],
  browse: ['lost-session', 'lost-write', 'stale-read', 'garbage-read'],
  isolation: ['cross-session-read', 'garbage-read', 'lost-session'],
  tamper: ['cross-session-read', 'fixation', 'resurrection', 'lost-session'],
  redirect: ['lost-session', 'session-unavailable', 'lost-write', 'stale-read', 'fixation'],
  expiry: ['early-expiry', 'late-expiry', 'lost-session'],
  payload: ['lost-session', 'lost-write', 'garbage-read', 'truncated-session'],
  growth: ['lost-session', 'session-unavailable'],
  logout: ['resurrection', 'lost-session'],
  overlap: ['lost-write', 'resurrection'],
  passersby: [],
  page: ['lost-session', 'lost-write', 'garbage-read'],
  proxied: [],
  weight: ['lost-session', 'garbage-read'],
  kinds: ['lost-session', 'lost-write', 'garbage-read'],
} as const satisfies Record<string, readonly AnomalyKind[]>;

export type Workload = keyof typeof WORKLOAD_CHECKERS;
export const WORKLOADS = Object.keys(WORKLOAD_CHECKERS) as [Workload, ...Workload[]];

/** Workloads that wait until sessions have expired, with a TTL that people can wait for. */
export const TTL_OF: Readonly<Record<string, string>> = { expiry: '3s', growth: '3s' };
