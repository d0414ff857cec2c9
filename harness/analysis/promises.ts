import type { Charge, CheckerJudgement, Judgement } from '../checker/judgement.ts';
import type { Experiment } from '../model/plan.ts';
import { brokenBy, keptWithout } from '../model/broken-by.ts';
import { outliving, suspectsOf, type Outlived, type PromiseName } from '../model/suspects.ts';
import type { FaultResult, Standing } from '../model/results.ts';
import { traitsOf } from '../model/workloads.ts';

const NEVER_SAVED =
  'what was lost had been acknowledged by the middleware though its save failed; --save-mode awaited tests the store';

const RACING =
  'requests race the saves of their session here, and the middleware loses some whatever the store does; register tests the store';

const NOBODY_LOOKED = 'no session that was there before the fault was asked for after it';

type Fault = Pick<FaultResult, 'id' | 'kind' | 'sessionsBefore'> & Outlived;

/** Which promises an experiment puts to the test follows from what it does. */
export function promisesTested(
  { subject, load }: Pick<Experiment, 'subject' | 'load'>,
  faults: readonly Outlived[],
): PromiseName[] {
  if (load.workload === 'growth') return [];
  const tested: PromiseName[] = [];
  for (const promise of ['survives-app-restart', 'survives-server-restart', 'survives-failover'] as const)
    if (faults.some((fault) => outliving(fault) === promise)) tested.push(promise);
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
  judgement: Pick<Judgement, 'checkers' | 'charges'>,
  promise: PromiseName,
  faults: readonly Fault[],
): Standing {
  const { subject, load } = plan;
  if (promise === 'shared-between-instances' && subject.prefix === 'own')
    return { verdict: 'not tested', why: 'each instance is an app of its own here' };
  const isOfTime = promise === 'expires-on-server' || promise === 'touch-extends';
  if (isOfTime && (subject.storeTtlMs !== undefined || subject.cookieAgeMs !== undefined))
    return { verdict: 'not tested', why: 'the store and the cookie were told different times here' };
  const charged = chargedTo(promise, judgement.charges, { tested: promisesTested(plan, faults), faults });
  const stands = unlessUnserved(keptIn(judgement, promise, charged), judgement.checkers);
  const ending = faults.filter((fault) => outliving(fault) === promise);
  if (
    stands.verdict === 'kept' &&
    ending.length > 0 &&
    !ending.some(({ sessionsBefore = 0 }) => sessionsBefore > 0)
  )
    return { verdict: 'not tested', why: NOBODY_LOOKED };
  if (stands.verdict !== 'broken' || isOfTime) return stands;
  const { races } = traitsOf(load.workload);
  const isRacing =
    races === 'sessions' ||
    subject.saveMode === 'unawaited' ||
    (races === 'updates' && !charged.alone.some((one) => one.kind === 'lost-session' && isStores(one)));
  return isRacing ? { verdict: 'not tested', why: RACING } : stands;
}

/**
 * Sessions that a balancer ties to one instance show nothing of what instances share, however many there are. Histories
 * from before it was counted say nothing of it.
 */
export const unlessTied = (
  stands: Standing,
  promise: PromiseName,
  { sessions_at_several_instances: sessions }: Readonly<Record<string, number>>,
): Standing =>
  promise === 'shared-between-instances' && stands.verdict === 'kept' && sessions === 0
    ? { verdict: 'not tested', why: 'each session was only ever asked for at one instance' }
    : stands;

/** What was found that would break a promise: by that alone, or by it or something else. */
interface Charged {
  alone: Charge[];
  shared: { charge: Charge; others: string[] }[];
}

function chargedTo(
  promise: PromiseName,
  charges: readonly Charge[],
  experiment: { tested: readonly PromiseName[]; faults: readonly Fault[] },
): Charged {
  const charged: Charged = { alone: [], shared: [] };
  for (const charge of charges) {
    const { promises, besides } = suspectsOf(charge, experiment);
    if (!promises.includes(promise)) continue;
    const others: string[] = promises.filter((other) => other !== promise);
    if (besides) others.push('a fault of which no promise speaks');
    if (others.length === 0) charged.alone.push(charge);
    else charged.shared.push({ charge, others });
  }
  return charged;
}

/** Where too few were served, or it is not known whether enough were, nothing was kept that nobody could see. */
function unlessUnserved(stands: Standing, checkers: readonly CheckerJudgement[]): Standing {
  const service = checkers.find(({ checker }) => checker === 'unserved');
  if (stands.verdict !== 'kept' || service === undefined || service.verdict === 'pass') return stands;
  return { verdict: 'not tested', why: service.reason ?? 'too much of what was asked was not served' };
}

/**
 * Kept only where nothing that would break it was found, and it had occasion to show. What the middleware acknowledged
 * though its save failed is none of the store's doing, nor does it show that the store keeps anything: not tested. What
 * another cause may have brought about breaks no promise, and leaves none kept.
 */
function keptIn(
  { checkers }: Pick<Judgement, 'checkers'>,
  promise: PromiseName,
  { alone, shared }: Charged,
): Standing {
  if (alone.some(isStores)) return { verdict: 'broken' };
  if (alone.length > 0) return { verdict: 'not tested', why: NEVER_SAVED };
  const [doubtful] = shared;
  if (doubtful !== undefined) {
    const { charge, others } = doubtful;
    return {
      verdict: 'not tested',
      why: `${charge.count} ${charge.kind} may be of this or of ${others.join(' or ')}, which was tested at the same time`,
    };
  }
  const looked = keptWithout(promise);
  const isDecided = looked.every((kind) => {
    const checker = checkers.find((one) => one.checker === kind);
    if (checker === undefined || checker.verdict === 'unknown' || checker.tested === 0) return false;
    // What would break the promise was found elsewhere, of another cause.
    return checker.verdict === 'pass' || brokenBy(promise).includes(kind);
  });
  return { verdict: looked.length > 0 && isDecided ? 'kept' : 'not tested' };
}

/** Whether not all of it is of updates that the app acknowledged and never saved. */
const isStores = ({ count, unsaved }: Charge): boolean => count > unsaved;
