import { PROMISES } from '../../protocol/promises.ts';
import { brokenBy } from './broken-by.ts';
import type { ExperimentResult } from './results.ts';

export type PromiseName = (typeof PROMISES)[number];

/**
 * Faults after which a promise speaks of what must still be there; by plan, or by itself. After all others nothing may
 * be missing, whoever was told to throw it away: no store's documentation says that a session which it acknowledged
 * may go when its server is full. What allkeys-lru evicts is lost, as Redis's documentation says that it "removes keys".
 */
const OUTLIVED: Readonly<Record<string, PromiseName>> = {
  'app-restart': 'survives-app-restart',
  'app-crash': 'survives-app-restart',
  'app-power-loss': 'survives-app-restart',
  'app-rolling': 'survives-app-restart',
  'app-scaled': 'survives-app-restart',
  'app-secret-rotated': 'survives-app-restart',
  'app-started-early': 'survives-app-restart',
  'out-of-memory': 'survives-app-restart',
  'app-death': 'survives-app-restart',
  'server-restart': 'survives-server-restart',
  'server-crash': 'survives-server-restart',
  'server-power-loss': 'survives-server-restart',
  'server-failover': 'survives-failover',
};

/** A fault, as far as it says which promise speaks of it. */
export interface Outlived {
  kind: string;
  evidence?: Readonly<Record<string, unknown>>;
}

/**
 * The promise to outlive a fault; undefined for one after which nothing may be missing anyway. Where another member of
 * a replicated server took over meanwhile, a crash of the primary was a failover: what the new one has not is lost by that.
 */
export const outliving = ({ kind, evidence = {} }: Outlived): PromiseName | undefined =>
  isOfServer(kind) && evidence['primaryAfter'] !== evidence['primaryBefore']
    ? 'survives-failover'
    : endedItself({ kind, evidence })
      ? 'survives-server-restart'
      : OUTLIVED[kind];

/** A server that ends when its disk is full, and does not refuse writes: what comes after is a start on what it left. */
const endedItself = ({ kind, evidence = {} }: Outlived) =>
  kind === 'server-disk-full' && evidence['exit'] !== undefined;

const isOfServer = (kind: string) => /^server-(restart|crash|power-loss|pause)$/.test(kind);

/** What may have brought anomalies about. */
interface Suspects {
  /** Promises of which any may be the broken one; none: no promise covers it, whoever makes them. */
  promises: PromiseName[];
  /** A fault was at work besides, of which no promise speaks. */
  besides: boolean;
}

interface Charged {
  kind: string;
  /** Ids of the faults that were at work. */
  faults: readonly string[];
  atOneInstance?: boolean | undefined;
}

/**
 * Which promises anomalies may break, of those that an experiment puts to the test. A fault that was not at work has
 * not broken anything; nor have instances that share nothing, where the one that had a session is the one that lost it.
 */
export function suspectsOf(
  { kind, faults, atOneInstance = false }: Charged,
  experiment: { tested: readonly string[]; faults: readonly (Outlived & { id: string })[] },
): Suspects {
  const atWork = faults.map((id) => experiment.faults.find((fault) => fault.id === id) ?? { kind: '' });
  const outlived = new Set(atWork.map(outliving));
  const isSuspect = (promise: PromiseName): boolean => {
    if (!experiment.tested.includes(promise) || !brokenBy(promise).some((broken) => broken === kind))
      return false;
    if (promise === 'shared-between-instances') return !atOneInstance;
    return isOfFaults(promise) ? outlived.has(promise) : true;
  };
  return { promises: PROMISES.filter(isSuspect), besides: outlived.has(undefined) };
}

const isOfFaults = (promise: PromiseName) => Object.values(OUTLIVED).includes(promise);

/** Promises that an experiment puts to the test, made or not. */
export const testedIn = ({ promises, notPromised }: Pick<ExperimentResult, 'promises' | 'notPromised'>) => [
  ...promises.map(({ id }) => id),
  ...notPromised,
];
