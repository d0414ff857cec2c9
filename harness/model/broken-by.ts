import type { PromiseId } from '../../protocol/promises.ts';

interface Evidence {
  /** Any of these shows that the promise is broken. */
  against: readonly string[];
  /** Each of these must have been looked for, had occasion to show and not been found, for the promise to be kept. */
  looked: readonly string[];
}

const LASTING: Evidence = {
  against: ['lost-session', 'session-unavailable', 'lost-write', 'stale-read', 'non-monotonic-read'],
  looked: ['lost-session'],
};

/** Promises that no workload puts to the test have nothing here. */
const EVIDENCE: ReadonlyMap<string, Evidence> = new Map<PromiseId, Evidence>([
  ['survives-app-restart', LASTING],
  ['survives-server-restart', LASTING],
  ['survives-failover', LASTING],
  ['shared-between-instances', LASTING],
  ['expires-on-server', { against: ['late-expiry'], looked: ['late-expiry'] }],
  // Where nothing ever expires, nothing shows that it was a touch that kept a session alive.
  [
    'touch-extends',
    { against: ['early-expiry', 'lost-session'], looked: ['early-expiry', 'lost-session', 'late-expiry'] },
  ],
]);

/** The kinds of anomaly that show that a promise is broken; none for one that no workload tests. */
export const brokenBy = (promise: string): readonly string[] => EVIDENCE.get(promise)?.against ?? [];

/** The kinds of anomaly that must have been looked for in vain before a promise counts as kept. */
export const keptWithout = (promise: string): readonly string[] => EVIDENCE.get(promise)?.looked ?? [];
