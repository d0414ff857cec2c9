import { lookup } from 'node:dns/promises';
import { FIGURES } from './figures/catalogue.ts';
import type { Reading } from './figures/figure.ts';

/** Below the scrape timeout of Prometheus: a server that hangs must not take the others' figures with it. */
const READING_LIMIT_MS = 1200;
const NAME_LIMIT_MS = 400;

/** The server of one store, as it can be asked at any time. */
export interface Gauged extends AsyncDisposable {
  readonly store: string;
  /** Rejects with the reason within 1.2 s if the server does not answer. */
  read(): Promise<Reading>;
  /**
   * Whether there is such a server here at all: it has answered before, or its name is known. A stack knows nothing of
   * the servers of profiles that are not up, which are not down.
   */
  isThere(): Promise<boolean>;
}

/** Opens the figure of a store. Askers who come while a reading is under way share it. */
export async function gauge(store: string, url: string): Promise<Gauged> {
  const open = await FIGURES[store]?.();
  if (open === undefined) throw new Error(`no figure is known for ${store}`);
  const figure = open(url);
  const { hostname } = new URL(url);
  let underWay: Promise<Reading> | undefined;
  let hasAnswered = false;
  const reading = async () => {
    try {
      const read = await withinLimit(figure.read(), READING_LIMIT_MS);
      hasAnswered = true;
      return read;
    } finally {
      underWay = undefined;
    }
  };
  return {
    store,
    read: () => (underWay ??= reading()),
    isThere: async () => hasAnswered || isKnown(hostname),
    [Symbol.asyncDispose]: () => figure[Symbol.asyncDispose](),
  };
}

async function isKnown(name: string): Promise<boolean> {
  try {
    await withinLimit(lookup(name), NAME_LIMIT_MS);
    return true;
  } catch {
    return false;
  }
}

/** What the promise comes to, or a rejection when the time is up. */
async function withinLimit<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const limit = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(limit);
  }
}
