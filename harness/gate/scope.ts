import { posix } from 'node:path';
import type { ExperimentResult, Results } from '../model/results.ts';
import type { Check } from './decision.ts';
import { nearest } from './nearest.ts';

export interface Scope {
  store?: string | undefined;
  experiment?: string | undefined;
}

/** Whether a name matches a glob; without a glob, every name does. */
export const matches = (glob: string | undefined, name: string): boolean =>
  glob === undefined || glob === name || posix.matchesGlob(name, glob);

/** An experiment is named by its whole id, or by what follows its store's name. */
export function covers(scope: Scope, { id, store }: Pick<ExperimentResult, 'id' | 'store'>): boolean {
  const short = id.startsWith(`${store}/`) ? id.slice(store.length + 1) : id;
  return matches(scope.store, store) && (matches(scope.experiment, id) || matches(scope.experiment, short));
}

/** A rule that tests nothing must not pass in silence. */
export function idle(rule: string, message: string): Check {
  return { id: `policy/${rule}`, title: `policy rule ${rule} tests something`, verdict: 'unknown', message };
}

/** Why no experiment is in a rule's scope, with the nearest known name. */
export function outOfScope(scope: Scope, { experiments }: Results): string {
  const stores = [...new Set(experiments.map(({ store }) => store))];
  if (scope.store !== undefined && !stores.some((store) => matches(scope.store, store))) {
    return `no store of this run matches "${scope.store}"${nearest(scope.store, stores)}`;
  }
  const ids = experiments.filter(({ store }) => matches(scope.store, store)).map(({ id }) => id);
  if (ids.length === 0) return 'this run has no experiment';
  return `no experiment of this run matches "${scope.experiment}"${nearest(scope.experiment ?? '', ids)}`;
}

/** What a rule says of itself where it decides. */
export const byRule = (rule: string, because: string | undefined): string =>
  `policy rule ${rule}${because === undefined ? '' : `: ${because}`}`;
