import type { Judgement } from '../checker/judgement.ts';
import type { AnomalyKind } from '../model/kinds.ts';
import type { Experiment } from '../model/plan.ts';
import { brokenBy, keptWithout } from '../model/broken-by.ts';
import type { PromiseId } from '../stores/catalogue.ts';
import type { FaultResult } from '../model/results.ts';

type Kept = 'kept' | 'broken' | 'not tested';

const NEVER_SAVED =
  'what was lost had been acknowledged by the middleware though its save failed; --save-mode awaited tests the store';

const RACING =
  'requests race the saves of their session here, and the middleware loses some whatever the store does; register tests the store';

/** Workloads in which a request may come before the save of the one before it is over: sessions may go by that. */
const FOLLOWS_EARLY: ReadonlySet<string> = new Set(['redirect', 'logout']);
/** Workloads with requests beside each other: updates may go by that, sessions may not. */
const OVERLAPS: ReadonlySet<string> = new Set(['tabs', 'overlap']);

/** By plan, or by itself. */
const ENDS_THE_APP: ReadonlySet<string> = new Set(['app-restart', 'app-crash', 'out-of-memory', 'app-death']);
const ENDS_THE_SERVER: ReadonlySet<string> = new Set(['server-restart', 'server-crash']);

const NOBODY_LOOKED = 'no session that was there before the fault was asked for after it';

/** Whether such a fault ended what a promise says sessions outlive. */
const ends = (promise: PromiseId, { kind }: Pick<FaultResult, 'kind'>): boolean =>
  (promise === 'survives-app-restart' && ENDS_THE_APP.has(kind)) ||
  (promise === 'survives-server-restart' && ENDS_THE_SERVER.has(kind));

/** Which promises an experiment puts to the test follows from what it does. */
export function promisesTested(
  { subject, load }: Pick<Experiment, 'subject' | 'load'>,
  faults: readonly Pick<FaultResult, 'kind'>[],
): PromiseId[] {
  if (load.workload === 'growth') return [];
  const tested: PromiseId[] = [];
  for (const promise of ['survives-app-restart', 'survives-server-restart'] as const)
    if (faults.some((fault) => ends(promise, fault))) tested.push(promise);
  if (subject.instances > 1) tested.push('shared-between-instances');
  if (load.workload === 'expiry') {
    tested.push('expires-on-server');
    // Without `rolling` a read renews nothing for certain, so that its session may be gone.
    if (subject.rolling) tested.push('touch-extends');
  }
  return tested;
}

/**
 * Where a promise stands after an experiment. Not tested, with the reason, where the experiment itself is set up to
 * break it, where it loses what no store could keep, or where nobody looked at what a fault left.
 */
export function standing(
  plan: Pick<Experiment, 'subject' | 'load'>,
  judgement: Pick<Judgement, 'checkers' | 'anomalyCounts' | 'unsavedCounts'>,
  promise: PromiseId,
  faults: readonly Pick<FaultResult, 'kind' | 'sessionsBefore'>[],
): { verdict: Kept; why?: string } {
  const { subject, load } = plan;
  if (promise === 'shared-between-instances' && subject.prefix === 'own')
    return { verdict: 'not tested', why: 'each instance is an app of its own here' };
  const isOfTime = promise === 'expires-on-server' || promise === 'touch-extends';
  if (isOfTime && (subject.storeTtlMs !== undefined || subject.cookieAgeMs !== undefined))
    return { verdict: 'not tested', why: 'the store and the cookie were told different times here' };
  const stands = keptIn(judgement, promise);
  const ending = faults.filter((fault) => ends(promise, fault));
  if (
    stands.verdict === 'kept' &&
    ending.length > 0 &&
    !ending.some(({ sessionsBefore = 0 }) => sessionsBefore > 0)
  )
    return { verdict: 'not tested', why: NOBODY_LOOKED };
  if (stands.verdict !== 'broken' || isOfTime) return stands;
  const races =
    FOLLOWS_EARLY.has(load.workload) ||
    subject.saveMode === 'unawaited' ||
    (OVERLAPS.has(load.workload) && beyondUnsaved(judgement, 'lost-session') === 0);
  return races ? { verdict: 'not tested', why: RACING } : stands;
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
  if (found.some((kind) => beyondUnsaved({ anomalyCounts, unsavedCounts }, kind) > 0))
    return { verdict: 'broken' };
  if (found.length > 0) return { verdict: 'not tested', why: NEVER_SAVED };
  const looked = keptWithout(promise);
  const passed = checkers.filter(({ checker, verdict }) => looked.includes(checker) && verdict === 'pass');
  return { verdict: looked.length > 0 && passed.length === looked.length ? 'kept' : 'not tested' };
}

/** How many anomalies of a kind are not of updates that the app acknowledged and never saved. */
const beyondUnsaved = (
  { anomalyCounts, unsavedCounts }: Pick<Judgement, 'anomalyCounts' | 'unsavedCounts'>,
  kind: AnomalyKind,
): number => (anomalyCounts[kind] ?? 0) - (unsavedCounts[kind] ?? 0);
