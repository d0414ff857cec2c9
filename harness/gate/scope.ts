import { posix } from 'node:path';
import { storeName } from '../report/findings.ts';
import type { ExperimentResult, Results } from '../model/results.ts';
import type { Check } from './decision.ts';
import { nearest } from './nearest.ts';

export interface Scope {
  store?: string | undefined;
  experiment?: string | undefined;
}

const GLOB = /[*?[\]{}()!+@\\]/;

/** Whether a name matches a glob; without a glob, every name does. */
export const matches = (glob: string | undefined, name: string): boolean =>
  glob === undefined || glob === name || (GLOB.test(glob) && posix.matchesGlob(name, glob));

/** A store goes by its id, which begins those of its experiments, and by the name that tables show. */
export const namesOf = (results: Results, store: string): string[] => [
  ...new Set([store, storeName(results, store)]),
];

/** Whether a store matches a glob by either of its names. */
export const matchesStore = (glob: string | undefined, store: string, results: Results): boolean =>
  namesOf(results, store).some((name) => matches(glob, name));

/** An experiment is named by its whole id, with either name of its store, or by what follows it. */
export function covers(
  scope: Scope,
  { id, store }: Pick<ExperimentResult, 'id' | 'store'>,
  results: Results,
): boolean {
  if (!matchesStore(scope.store, store, results)) return false;
  if (scope.experiment === undefined || matches(scope.experiment, id)) return true;
  if (!id.startsWith(`${store}/`)) return false;
  const short = id.slice(store.length + 1);
  return [short, ...namesOf(results, store).map((name) => `${name}/${short}`)].some((name) =>
    matches(scope.experiment, name),
  );
}

/** A rule that tests nothing must not pass in silence. */
export function idle(rule: string, message: string): Check {
  return { id: `policy/${rule}`, title: `policy rule ${rule} tests something`, verdict: 'unknown', message };
}

/** Every store of the run by its names. */
export const storesOf = (results: Results): string[] => [
  ...new Set(results.experiments.flatMap(({ store }) => namesOf(results, store))),
];

/** That no store matches, with the nearest known name. */
export const noStore = (store: string, results: Results): string =>
  `no store of this run matches "${store}"${nearest(store, storesOf(results))}`;

/** Why no experiment is in a rule's scope, with the nearest known name. */
export function outOfScope(scope: Scope, results: Results): string {
  const { experiments } = results;
  if (
    scope.store !== undefined &&
    !experiments.some(({ store }) => matchesStore(scope.store, store, results))
  )
    return noStore(scope.store, results);
  const { experiment = '' } = scope;
  const ids = experiments
    .filter(({ store }) => matchesStore(scope.store, store, results))
    .map(({ id, store }) => (experiment.includes('/') ? id : id.replace(`${store}/`, '')));
  if (ids.length === 0) return 'this run has no experiment';
  return `no experiment of this run matches "${experiment}"${nearest(experiment, [...new Set(ids)])}`;
}

/** What a rule says of itself where it decides. */
export const byRule = (rule: string, because: string | undefined): string =>
  `policy rule ${rule}${because === undefined ? '' : `: ${because}`}`;
