import { knownStore, STORE_NAMES } from '../stores/catalogue.ts';

/** Its place among the known stores; any other comes after them, and one in other versions stands with its own. */
export function rank(store: string): number {
  const known = knownStore(store);
  return known === undefined ? STORE_NAMES.length : STORE_NAMES.indexOf(known);
}
