import type { ReplicatedName } from '../model/topologies.ts';
import { STORE_NAMES, STORES, type StoreName } from './catalogue.ts';

/** A store, and how its server is laid out where that is not one by itself. */
export interface LaidOutStore {
  store: StoreName;
  topology?: ReplicatedName;
}

/** Every store that can have its server laid out otherwise, in each way. */
export const laidOutStores = (): LaidOutStore[] =>
  STORE_NAMES.flatMap((store) => (STORES[store].topologies ?? []).map((topology) => ({ store, topology })));
