import { STORE_NAMES } from '../stores/catalogue.ts';

/** Its place among the known stores; any other comes after them. */
export function rank(store: string): number {
  const at = (STORE_NAMES as readonly string[]).indexOf(store);
  return at === -1 ? STORE_NAMES.length : at;
}
