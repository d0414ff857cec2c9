import { isKnown, type ComparedStore } from './comparison.ts';
import {
  bytesInWords,
  foundIn,
  heldInWords,
  latencyOn,
  promisesInWords,
  spreadInCounts,
  spreadInMs,
  storedInWords,
  unknownInWords,
} from './figures.ts';

/** p99 in milliseconds over the rounds, without the unit; or in a word why it is not there. */
type Latency = Known | string;
interface Known {
  fromIntended: string;
  fromSend: string;
}

/** Memory inside of the app, and in the store outside of it. */
interface Places {
  app: string;
  store: string;
}

/** What a table says of a store, in words. */
export interface StoreRow {
  promises: string;
  found: string;
  read: Latency;
  write: Latency;
  perSecond: string;
  /** What one more session adds. */
  adds: Places;
  /** What of it is still there one TTL after the last visitor, or how many sessions. */
  held: Places;
}

/** The same for the table of a terminal and for that of the page, which only lay it out. */
export function storeRow(store: ComparedStore): StoreRow {
  const { pace, memory } = store;
  const { app, server } = memory;
  return {
    promises: promisesInWords(store),
    found: foundIn(store),
    read: latency(store, 'read'),
    write: latency(store, 'write'),
    perSecond: isKnown(pace.perSecond) ? spreadInCounts(pace.perSecond) : unknownInWords(pace.perSecond),
    adds: { app: bytesInWords(app), store: bytesInWords(server) },
    held: { app: heldInWords(app), store: storedInWords(memory) ?? heldInWords(server) },
  };
}

function latency(store: ComparedStore, op: string): Latency {
  const { latency: known } = store.pace;
  if (!isKnown(known)) return unknownInWords(known);
  const spread = latencyOn(store, op);
  if (!spread) return 'unknown';
  const { fromIntended, fromSend } = spread;
  return { fromIntended: spreadInMs(fromIntended.p99Ms), fromSend: spreadInMs(fromSend.p99Ms) };
}
