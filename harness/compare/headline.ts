import { choosing } from './choosing.ts';
import { counted } from '../units.ts';
import { isKnown, type ComparedStore, type Comparison } from './comparison.ts';
import { latencyOn, spreadInMs } from './figures.ts';

/** What a comparison comes to, by a sentence that decides and those that say why. */
export interface Said {
  decision: string;
  why: readonly string[];
}

/** A sentence to begin with, true of any comparison. */
export function comparisonHeadline(comparison: Comparison): string {
  const { decision, why } = comparisonSaid(comparison);
  return [decision, ...why].join(' ');
}

/** Which to take; and why not the others, which broke what they promise, which leak, how far apart their latencies are. */
export function comparisonSaid({ stores, situations }: Comparison): Said {
  const tested = stores.filter(({ untested }) => untested === undefined);
  if (tested.length === 0) return { decision: 'No store was tested.', why: [] };
  const [taken, ...notTaken] = choosing(tested);
  const tries = `${counted(tested.length, 'store')} in ${counted(situations.length, 'situation')}`;
  return {
    decision: `${tries}; ${taken}.`,
    why: [...notTaken, brokenPromises(tested), leaks(tested), raced(tested), apart(tested)]
      .filter((part) => part !== undefined)
      .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}.`),
  };
}

function brokenPromises(stores: readonly ComparedStore[]): string | undefined {
  const breakers = stores.filter(({ promises }) => promises.some(({ outcome }) => outcome === 'broken'));
  return breakers.length > 0 ? `${names(breakers)} broke a promise` : undefined;
}

function leaks(stores: readonly ComparedStore[]): string | undefined {
  const held = stores.filter(
    ({ memory: { app } }) => isKnown(app) && app.grows && (app.heldAfterTtl ?? 0) >= 0.5,
  );
  return held.length === 0 ? undefined : `${names(held)} held expired sessions in the app's memory`;
}

function raced(stores: readonly ComparedStore[]): string | undefined {
  const seen = stores.filter(({ choice }) => choice.raced);
  if (seen.length === 0) return undefined;
  return `on ${names(seen)} a redirect was followed before its save was over, which express-session allows on any store: have the app wait for its saves`;
}

/** Said only where the rounds of the two do not overlap: else chance may have put one before the other. */
function apart(stores: readonly ComparedStore[]): string | undefined {
  const reads = stores.flatMap((store) => {
    const read = latencyOn(store, 'read');
    return read ? [{ store, spread: read.fromIntended.p99Ms }] : [];
  });
  const sorted = reads.toSorted((one, other) => one.spread.median - other.spread.median);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || Math.min(first.spread.rounds, last.spread.rounds) < 2) return undefined;
  if (first.spread.high >= last.spread.low)
    return 'their read latencies do not differ more than its rounds do';
  const of = ({ store, spread }: typeof first) => `${spreadInMs(spread)} ms on ${store.name}`;
  return `the p99 of reads was from ${of(first)} to ${of(last)}`;
}

const sentence = new Intl.ListFormat('en', { type: 'conjunction' });
const names = (stores: readonly ComparedStore[]) =>
  sentence.format(stores.map(({ name }) => name)).replace(/, and /, ' and ');
