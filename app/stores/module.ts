import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import type session from 'express-session';
import type { OpenedStore, OpenStore, StoreContext } from './store.ts';

const OPEN_LIMIT_MS = 5000;
const REQUIRED = ['get', 'set', 'destroy', 'on'] as const;

/** What a user's module may export: an `OpenStore`, or a function that simply returns a store. */
type StoreModule = (context: StoreContext) => unknown;

/**
 * The store of a user's own module. Rejects with one message that names the file where the module cannot be
 * loaded, throws, never answers, or gives something that express-session could not use.
 */
export function openModule(file: string, limitMs = OPEN_LIMIT_MS): OpenStore {
  return async (context) => {
    const open = await load(file);
    const given = await withinLimit(file, limitMs, async () => open(context));
    if (isOpened(given)) {
      const store = checked(file, given.store);
      return { store, check: () => given.check(), close: () => given.close() };
    }
    return {
      store: checked(file, given),
      check: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  };
}

async function load(file: string): Promise<StoreModule> {
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(resolve(file)).href)) as typeof loaded;
  } catch (error) {
    throw new Error(`store module ${file} could not be loaded: ${firstLine(error)}`, { cause: error });
  }
  if (typeof loaded.default === 'function') return loaded.default as StoreModule;
  const seen = loaded.default === undefined ? 'it has none' : `it is of type ${typeof loaded.default}`;
  throw new Error(
    `store module ${file}: its default export must be a function ({ session, ttlMs }) => store; ${seen}`,
  );
}

async function withinLimit(file: string, limitMs: number, open: () => Promise<unknown>): Promise<unknown> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const limit = setTimeout(
    () => reject(new Error(`store module ${file} gave no store within ${limitMs} ms`)),
    limitMs,
  );
  const opened = open().catch((error: unknown) => {
    throw new Error(`store module ${file} threw: ${firstLine(error)}`, { cause: error });
  });
  try {
    return await Promise.race([opened, late]);
  } finally {
    clearTimeout(limit);
  }
}

function isOpened(given: unknown): given is OpenedStore {
  if (typeof given !== 'object' || given === null) return false;
  const { store, check, close } = given as Partial<OpenedStore>;
  return store !== undefined && typeof check === 'function' && typeof close === 'function';
}

function checked(file: string, store: unknown): session.Store {
  if (typeof store !== 'object' || store === null)
    throw new Error(`store module ${file} returned no store but ${store === null ? 'null' : typeof store}`);
  const missing = REQUIRED.filter((name) => typeof (store as Record<string, unknown>)[name] !== 'function');
  if (missing.length === 0) return store as session.Store;
  const hint = missing.includes('on') ? '; a store extends session.Store, which is an EventEmitter' : '';
  throw new Error(`store module ${file} returned a store without ${missing.join(', ')}${hint}`);
}

const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
