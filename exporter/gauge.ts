import { FIGURES } from './figures/catalogue.ts';
import type { Figure, Reading } from './figures/figure.ts';

/** Below the scrape timeout of Prometheus: a server that hangs must not take the others' figures with it. */
const READING_LIMIT_MS = 1500;

/** The server of one store, as it can be asked at any time. */
export interface Gauged extends AsyncDisposable {
  readonly store: string;
  /** Rejects with the reason within a second and a half if the server does not answer. */
  read(): Promise<Reading>;
}

/** Opens the figure of a store. Askers who come while a reading is under way share it. */
export async function gauge(store: string, url: string): Promise<Gauged> {
  const open = await FIGURES[store]?.();
  if (open === undefined) throw new Error(`no figure is known for ${store}`);
  const figure = open(url);
  let underWay: Promise<Reading> | undefined;
  return {
    store,
    read: () => (underWay ??= within(figure).finally(() => (underWay = undefined))),
    [Symbol.asyncDispose]: () => figure[Symbol.asyncDispose](),
  };
}

async function within(figure: Figure): Promise<Reading> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const limit = setTimeout(
    () => reject(new Error(`no answer within ${READING_LIMIT_MS} ms`)),
    READING_LIMIT_MS,
  );
  try {
    return await Promise.race([figure.read(), late]);
  } finally {
    clearTimeout(limit);
  }
}
