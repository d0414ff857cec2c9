import type { AnomalyKind } from '../checker/judgement.ts';

/**
 * Every workload by name; each is a k6 script `scenarios/<name>.ts`. With it the checkers that must have had
 * something to test, or the experiment's verdict is unknown; the others count where they had.
 */
export const WORKLOAD_CHECKERS = {
  register: ['lost-session', 'lost-write', 'stale-read', 'garbage-read', 'cross-session-read'],
  growth: ['lost-session', 'session-unavailable'],
} as const satisfies Record<string, readonly AnomalyKind[]>;

export type Workload = keyof typeof WORKLOAD_CHECKERS;
export const WORKLOADS = Object.keys(WORKLOAD_CHECKERS) as [Workload, ...Workload[]];
