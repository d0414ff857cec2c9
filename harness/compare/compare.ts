import { storeFacts } from '../stores/catalogue.ts';
import { storeName } from '../report/findings.ts';
import type { Results } from '../model/results.ts';
import { cellsOf, situationOf } from './cells.ts';
import { choiceOf } from './choice.ts';
import { compareClaims } from './claims.ts';
import type { ComparedStore, Comparison } from './comparison.ts';
import { memoryOf } from './memory.ts';
import { offeredOf, paceOf } from './pace.ts';
import { promisesOf } from './promises.ts';
import { rank } from './rank.ts';

/**
 * Puts the stores of a run side by side, with what runs of claims found besides. The same results always give the same
 * comparison.
 */
export function compare(results: Results, claimRuns: readonly Results[] = []): Comparison {
  const { experiments } = results;
  const ids = new Set([
    ...(results.stores ?? []).map(({ id }) => id),
    ...experiments.map(({ store }) => store),
  ]);
  return {
    // They took turns in an order drawn by chance; a reader looks for them in the usual one.
    stores: [...ids]
      .toSorted((one, other) => rank(one) - rank(other) || one.localeCompare(other, 'en', { numeric: true }))
      .map((id) => comparedStore(results, id)),
    situations: [...new Set(experiments.map(situationOf))],
    offeredPerSecond: offeredOf(experiments),
    claims: compareClaims(claimRuns),
  };
}

function comparedStore(results: Results, store: string): ComparedStore {
  const numbered = [...results.experiments.entries()].filter(([, experiment]) => experiment.store === store);
  const experiments = numbered.map(([, experiment]) => experiment);
  return {
    store,
    name: storeName(results, store),
    packages: results.stores?.find(({ id }) => id === store)?.packages ?? storeFacts(store).packages,
    promises: promisesOf(numbered),
    choice: choiceOf(results, store),
    cells: cellsOf(numbered),
    pace: paceOf(experiments),
    memory: memoryOf(store, experiments),
    untested: experiments.length > 0 ? undefined : whyUntested(results, store),
  };
}

const whyUntested = ({ problems }: Results, store: string): string =>
  problems.find((problem) => problem.startsWith(`${store} `)) ?? 'the run has no experiment on it';
