import type { StoreEntry, StoreFacts } from './facts.ts';
import { FILES } from './files.ts';
import { IN_PROCESS } from './in-process.ts';
import { KEY_VALUE } from './key-value.ts';
import { SQL } from './sql.ts';

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

/** The facts of a store. One that is not known by name is a user's own: it promises nothing. */
export function storeFacts(store: string): StoreFacts {
  if (isStore(store)) return STORES[store];
  return { name: store, packages: 'a module of your own', promises: [], figure: '' };
}
