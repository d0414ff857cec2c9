import type { StoreEntry, StoreFacts } from './facts.ts';
import { FILES } from './files.ts';
import { IN_PROCESS } from './in-process.ts';
import { KEY_VALUE } from './key-value.ts';
import { SQL } from './sql.ts';
import { variantOf } from './versions.ts';

export type { StoreFacts } from './facts.ts';

const ENTRIES = { ...IN_PROCESS, ...KEY_VALUE, ...SQL, ...FILES } as const satisfies Record<
  string,
  StoreEntry
>;

export type StoreName = keyof typeof ENTRIES;
/** Every store by name. */
export const STORES: Readonly<Record<StoreName, StoreEntry>> = ENTRIES;
export const STORE_NAMES = Object.keys(STORES) as [StoreName, ...StoreName[]];

export const isStore = (name: string): name is StoreName => Object.hasOwn(STORES, name);

/** The stores that are on the live stack. */
export const STACK_STORES = STORE_NAMES.filter((store) => STORES[store].stack !== undefined);

/** The stores whose server a program is. */
export const storesOn = (program: string): StoreName[] =>
  STORE_NAMES.filter((store) => STORES[store].server === program);

/** The known store that a name is of: its own, or that of a store in other versions of its packages. */
export function knownStore(name: string): StoreName | undefined {
  const store = variantOf(name)?.store ?? name;
  return isStore(store) ? store : undefined;
}

/** All that is known of a store by its name or by that of other versions of it. */
export function storeEntry(name: string): StoreEntry | undefined {
  const store = knownStore(name);
  return store && STORES[store];
}

/** The facts of a store. One that is not known by name is a user's own: it promises nothing. */
export function storeFacts(store: string): StoreFacts {
  const entry = storeEntry(store);
  const versions = variantOf(store)?.versions;
  if (entry !== undefined)
    return versions === undefined
      ? entry
      : { ...entry, name: `${entry.name}, ${versions}`, packages: `${entry.packages}: ${versions}` };
  return { name: store, packages: 'a module of your own', promises: [], figure: '' };
}
