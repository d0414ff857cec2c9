import type { Judgement } from '../checker/judgement.ts';
import type { Experiment } from '../plan/plan.ts';
import { brokenBy, keptWithout } from '../plan/stores/broken-by.ts';
import type { PromiseId } from '../plan/stores.ts';
import type { FaultResult } from '../report/results.ts';

type Kept = 'kept' | 'broken' | 'not tested';

const NEVER_SAVED =
  'what was lost had been acknowledged by the middleware though its save failed; --save-mode awaited tests the store';

/** By plan, or by itself. */
const ENDS_THE_APP: ReadonlySet<string> = new Set(['app-restart', 'app-crash', 'out-of-memory', 'app-death']);
const ENDS_THE_SERVER: ReadonlySet<string> = new Set(['server-restart', 'server-crash']);

/** Which promises an experiment puts to the test follows from what it does. */
export function promisesTested(
  { subject, load }: Pick<Experiment, 'subject' | 'load'>,
  faults: readonly Pick<FaultResult, 'kind'>[],
): PromiseId[] {
  if (load.workload === 'growth') return [];
  const tested: PromiseId[] = [];
  if (faults.some(({ kind }) => ENDS_THE_APP.has(kind))) tested.push('survives-app-restart');
  if (faults.some(({ kind }) => ENDS_THE_SERVER.has(kind))) tested.push('survives-server-restart');
  if (subject.instances > 1) tested.push('shared-between-instances');
  if (load.workload === 'expiry') {
    tested.push('expires-on-server');
    // Without `rolling` a read renews nothing for certain, so that its session may be gone.
    if (subject.rolling) tested.push('touch-extends');
  }
  return tested;
}

/**
 * Kept only where nothing that would break it was found, and it had occasion to show. What the middleware acknowledged
 * though its save failed is none of the store's doing, nor does it show that the store keeps anything: not tested.
 */
export function keptIn(
  { checkers, anomalyCounts, unsavedCounts }: Pick<Judgement, 'checkers' | 'anomalyCounts' | 'unsavedCounts'>,
  promise: PromiseId,
): { verdict: Kept; why?: string } {
  const found = brokenBy(promise).filter((kind) => (anomalyCounts[kind] ?? 0) > 0);
  if (found.some((kind) => (anomalyCounts[kind] ?? 0) > (unsavedCounts[kind] ?? 0)))
    return { verdict: 'broken' };
  if (found.length > 0) return { verdict: 'not tested', why: NEVER_SAVED };
  const looked = keptWithout(promise);
  const passed = checkers.filter(({ checker, verdict }) => looked.includes(checker) && verdict === 'pass');
  return { verdict: looked.length > 0 && passed.length === looked.length ? 'kept' : 'not tested' };
}
