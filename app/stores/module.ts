import type session from 'express-session';
import pTimeout from 'p-timeout';
import type { SubjectStore } from '../subject.ts';
import { firstLine, loadSubject, OPEN_WITHIN_MS } from './load-subject.ts';
import type { OpenStore } from './store.ts';

const REQUIRED = ['get', 'set', 'destroy', 'on'] as const;

/**
 * The store of a user's own module. Rejects with one message that names the file where the module cannot be
 * loaded, throws, never answers, or gives something that express-session could not use.
 */
export function openModule(file: string, limitMs?: number): OpenStore {
  return async ({ session, ttlMs, url = '' }) => {
    const loading = loadSubject(file);
    const { open, openWithinMs } = await withinLimit(file, limitMs ?? OPEN_WITHIN_MS, loading);
    const opening = async () => {
      try {
        return await open({ session, ttlMs, url });
      } catch (error) {
        throw new Error(`subject ${file} threw when it was opened: ${firstLine(error)}`, { cause: error });
      }
    };
    const opened = await withinLimit(file, limitMs ?? openWithinMs ?? OPEN_WITHIN_MS, opening());
    const given: Partial<SubjectStore> = isOpened(opened) ? opened : {};
    const { held } = given;
    return {
      store: checked(file, isOpened(opened) ? opened.store : opened),
      check: async () => given.check?.(),
      close: async () => given.close?.(),
      ...(held === undefined ? {} : { held: () => held.call(given) }),
    };
  };
}

const withinLimit = <T>(file: string, limitMs: number, opening: Promise<T>): Promise<T> =>
  pTimeout(opening, {
    milliseconds: limitMs,
    message: new Error(`subject ${file} gave no store within ${limitMs / 1000} s`),
  });

/** A store with what there is to know about it; a store itself may have a property of any name. */
function isOpened(given: unknown): given is SubjectStore {
  return typeof given === 'object' && given !== null && 'store' in given && !('get' in given);
}

function checked(file: string, store: unknown): session.Store {
  if (typeof store !== 'object' || store === null) {
    const seen = store === null ? 'null' : typeof store;
    throw new Error(`subject ${file} opened no store but ${seen}; expected one that extends session.Store`);
  }
  const missing = REQUIRED.filter((name) => typeof (store as Record<string, unknown>)[name] !== 'function');
  if (missing.length === 0) return store as session.Store;
  const hint = missing.includes('on') ? '; a store extends session.Store, which is an EventEmitter' : '';
  throw new Error(`subject ${file} opened a store without ${missing.join(', ')}${hint}`);
}
