import type { StoreFacts } from './facts.ts';
import { FILES } from './files.ts';
import { IN_PROCESS } from './in-process.ts';
import { KEY_VALUE } from './key-value.ts';
import { SQL } from './sql.ts';

export type { PromiseId, StoreFacts } from './facts.ts';

/** Every store by name. */
const STORE_FACTS = { ...IN_PROCESS, ...KEY_VALUE, ...SQL, ...FILES } as const satisfies Record<
  string,
  StoreFacts
>;

export type StoreName = keyof typeof STORE_FACTS;
export const STORE_NAMES = Object.keys(STORE_FACTS) as [StoreName, ...StoreName[]];

/** The facts of a store. One that is not known by name is a user's own: it promises nothing. */
export function storeFacts(store: string): StoreFacts {
  if (Object.hasOwn(STORE_FACTS, store)) return STORE_FACTS[store as StoreName];
  return { name: store, packages: 'a module of your own', promises: [], figure: '' };
}
