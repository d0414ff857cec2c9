import { CLAIMS } from '../claims/catalogue.ts';
import { remarkOnClaim } from '../report/claim-remark.ts';
import { storeName } from '../report/findings.ts';
import type { ClaimResult, Results } from '../model/results.ts';
import { rank } from './rank.ts';

/** What came of a claim on one store. */
export interface ClaimOnStore {
  store: string;
  /** As people call it. */
  name: string;
  verdict: ClaimResult['verdict'];
  badIfShown?: boolean | undefined;
  /** The figures, in words. */
  measured: string;
  /** Its condition, or why there is no verdict. */
  remark: string | undefined;
  /** The name of the run that it was seen in. */
  run: string;
}

/** A claim, with what came of it on each store that it was put to the test on. */
export interface ComparedClaim {
  id: string;
  text: string;
  source: string;
  on: ClaimOnStore[];
}

/**
 * What runs of `holdfast claims` found, claim by claim in the order of the catalogue, store by store. Of several runs
 * that came to a verdict the latest speaks, where they agree on it; where they do not it is unknown, with what each said.
 */
export function compareClaims(runs: readonly Results[]): ComparedClaim[] {
  const latestFirst = runs.toSorted((one, other) => other.run.startedAt.localeCompare(one.run.startedAt));
  const rows = latestFirst.flatMap((results) =>
    results.claims.map((claim) => ({ claim, on: onStore(results, claim) })),
  );
  const claims = Map.groupBy(rows, ({ claim: { id, text } }) => `${id} ${text}`);
  return [...claims.values()]
    .map((found): ComparedClaim => {
      const { id, text, source } = (found[0] as (typeof rows)[number]).claim;
      const stores = Map.groupBy(
        found.map(({ on }) => on),
        ({ store }) => store,
      );
      return { id, text, source, on: [...stores.values()].map(agreed).toSorted(byStore) };
    })
    .toSorted((one, other) => place(one) - place(other));
}

function onStore(results: Results, claim: ClaimResult): ClaimOnStore {
  const { store, verdict, measured, badIfShown } = claim;
  const name = storeName(results, store);
  return {
    store,
    name,
    verdict,
    ...(badIfShown && { badIfShown }),
    measured,
    remark: remarkOnClaim(claim),
    run: results.run.name,
  };
}

/** One finding for those of several runs, of which the latest comes first. What could not tell is told by what could. */
function agreed(found: readonly ClaimOnStore[]): ClaimOnStore {
  const told = found.filter(({ verdict }) => verdict !== 'unknown');
  const heard = told.length === 0 ? found : told;
  const latest = heard[0] as ClaimOnStore;
  if (heard.every(({ verdict }) => verdict === latest.verdict)) return latest;
  const each = heard.map(({ run, verdict }) => `${verdict} in ${run}`).join(', ');
  return { ...latest, verdict: 'unknown', remark: `runs do not agree: ${each}` };
}

const byStore = (one: ClaimOnStore, other: ClaimOnStore) => rank(one.store) - rank(other.store);

/** Its place in the catalogue; what is not there any more comes last. */
function place({ id, text }: ComparedClaim): number {
  const at = CLAIMS.findIndex((claim) => claim.id === id && claim.text === text);
  return at === -1 ? CLAIMS.length : at;
}
