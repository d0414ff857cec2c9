import type { AnomalyKind } from './kinds.ts';
import { Random } from './random.ts';

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
  proxied: ['refused-cookie'],
  weight: ['lost-session', 'garbage-read'],
  kinds: ['lost-session', 'lost-write', 'garbage-read'],
} as const satisfies Record<string, readonly AnomalyKind[]>;

export type Workload = keyof typeof WORKLOAD_CHECKERS;
export const WORKLOADS = Object.keys(WORKLOAD_CHECKERS) as [Workload, ...Workload[]];

/** Workloads that wait until sessions have expired, with a TTL that people can wait for. */
export function usualTtlMs(workload: Workload, seed: number): number | undefined {
  if (workload === 'growth') return 3000;
  return workload === 'expiry' ? drawTtlMs(seed) : undefined;
}

/**
 * A TTL between 2.2 and 3.8 s that is far from whole seconds: of stores that round, which are many, a whole number of
 * seconds shows nothing.
 */
export function drawTtlMs(seed: number): number {
  const random = new Random(seed);
  return 1000 * (2 + random.below(2)) + 200 + random.below(600);
}
