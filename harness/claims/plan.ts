import type { Claim } from './claim.ts';
import { CLAIMS } from './catalogue.ts';
import { usageError } from '../errors.ts';
import { unknownName } from '../plan/names.ts';
import type { Draft } from '../plan/draft.ts';
import type { Experiment } from '../model/plan.ts';

/** Less than this is too short for clients to meet what they are to meet. */
const LEAST_MS = 1500;

export interface WantedClaims {
  /** Ids of claims; none: all of them. */
  ids: readonly string[];
  /** Stores to test them on; none: every store that a claim is about. */
  stores: readonly string[];
}

/** The claims that are wanted. Throws a usage error for an id that is not known, and where no claim is left. */
export function chooseClaims({ ids, stores }: WantedClaims): Claim[] {
  const known = [...new Set(CLAIMS.map(({ id }) => id))];
  const wanted = ids.map((given) => {
    const found = known.find((id) => id === given.toUpperCase());
    if (found === undefined) throw unknownName('claim', given, known);
    return found;
  });
  const chosen = CLAIMS.filter(
    ({ id, store }) =>
      (wanted.length === 0 || wanted.includes(id)) && (stores.length === 0 || stores.includes(store)),
  );
  if (chosen.length > 0) return chosen;
  const about = new Set(CLAIMS.filter(({ id }) => wanted.includes(id)).map(({ store }) => store));
  throw usageError(`none of ${wanted.join(', ')} is about ${stores.join(', ')}`, {
    next: `--stores ${[...about].join(',')}`,
  });
}

/**
 * The experiments that claims rest on, store by store; one that several share is there once. Quick ones that break
 * nothing load the app for half the time.
 */
export function claimExperiments(
  claims: readonly Claim[],
  how: { seed: number; quick: boolean },
): Experiment[] {
  const experiments = new Map<string, Experiment>();
  const stores = [...new Set(claims.map(({ store }) => store))];
  for (const store of stores)
    for (const claim of claims.filter((each) => each.store === store))
      for (const [name, wanted] of Object.entries(claim.experiments)) {
        const id = `${store}/${name}`;
        experiments.set(id, { id, seed: how.seed, ...(how.quick ? hastened(wanted) : wanted) });
      }
  return [...experiments.values()];
}

/** What is broken takes its time to be whole again, however long the load: such experiments stay as they are. */
function hastened(wanted: Draft): Draft {
  const { load, faults } = wanted;
  if (faults.length > 0) return wanted;
  const durationMs = Math.max(Math.min(LEAST_MS, load.durationMs), Math.round(load.durationMs / 2));
  return { ...wanted, load: { ...load, durationMs } };
}
