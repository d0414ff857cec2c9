import { lookup, Resolver } from 'node:dns/promises';
import pTimeout from 'p-timeout';
import { figureAt } from './figures.ts';
import type { Reading } from '../servers/lib/figure.ts';

/** Below the scrape timeout of Prometheus: a server that hangs must not take the others' figures with it. */
const READING_LIMIT_MS = 1200;
const NAME_LIMIT_MS = 400;
/** How long a name that is not known is not asked for again: Docker asks the DNS outside for each that it does not know. */
const UNKNOWN_FOR_MS = 5000;
/** A container that is killed has no name until it is back; what is gone longer than that is gone. */
const AWAY_LIMIT_MS = 60_000;

/** The server of one store, as it can be asked at any time. */
export interface Gauged extends AsyncDisposable {
  readonly store: string;
  /** Rejects with the reason within 1.2 s if the server does not answer. */
  read(): Promise<Reading>;
  /**
   * Whether the store is here at all: the name that says so is known, or was within the last minute. What is not here
   * is not down.
   */
  isHere(): Promise<boolean>;
}

/**
 * Opens the figure of a store. Askers who come while a reading is under way share it. The store is here while the name
 * of that machine is known: its server's own, where no other is given.
 */
export async function gauge(store: string, url: string, machine?: string): Promise<Gauged> {
  const figure = await figureAt(url);
  let underWay: Promise<Reading> | undefined;
  let knownMs = -Infinity;
  let missedMs = -Infinity;
  const reading = async () => {
    try {
      return await pTimeout(figure.read(), {
        milliseconds: READING_LIMIT_MS,
        message: `no answer within ${READING_LIMIT_MS} ms`,
      });
    } finally {
      underWay = undefined;
    }
  };
  return {
    store,
    read: () => (underWay ??= reading()),
    isHere: async () => {
      if (performance.now() - missedMs > UNKNOWN_FOR_MS) {
        const isKnown = await succeeds(
          machine === undefined ? lookup(new URL(url).hostname) : names.resolve4(machine),
        );
        if (isKnown) knownMs = performance.now();
        else missedMs = performance.now();
      }
      return performance.now() - knownMs < AWAY_LIMIT_MS;
    },
    [Symbol.asyncDispose]: () => figure[Symbol.asyncDispose](),
  };
}

/**
 * Asks the name server itself. `lookup` waits for it in one of four threads, which all connections share: some names
 * that nobody answers for keep the figures of every server waiting.
 */
const names = new Resolver({ timeout: NAME_LIMIT_MS, tries: 1 });

async function succeeds(looking: Promise<unknown>): Promise<boolean> {
  try {
    await pTimeout(looking, { milliseconds: NAME_LIMIT_MS, message: `no answer within ${NAME_LIMIT_MS} ms` });
    return true;
  } catch {
    return false;
  }
}
