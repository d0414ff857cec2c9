import type { AnomalyKind } from '../../checker/judgement.ts';
import type { PromiseId } from './facts.ts';

const LOSSES = [
  'lost-session',
  'session-unavailable',
  'lost-write',
  'stale-read',
  'non-monotonic-read',
] as const;

/**
 * What shows that a promise is broken. The first of each is what must have had occasion to show before the promise
 * counts as kept. Promises that no workload puts to the test have nothing here.
 */
const BROKEN_BY: ReadonlyMap<string, readonly [AnomalyKind, ...AnomalyKind[]]> = new Map<
  PromiseId,
  readonly [AnomalyKind, ...AnomalyKind[]]
>([
  ['survives-app-restart', LOSSES],
  ['survives-server-restart', LOSSES],
  ['shared-between-instances', LOSSES],
  ['expires-on-server', ['late-expiry']],
  ['touch-extends', ['early-expiry', 'lost-session']],
]);

/** The kinds of anomaly that show that a promise is broken; none for one that no workload tests. */
export const brokenBy = (promise: string): readonly AnomalyKind[] => BROKEN_BY.get(promise) ?? [];
