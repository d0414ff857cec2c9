import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METRICS } from '../../protocol/metrics.ts';
import { Repeats } from './repeats.ts';

const exposition = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([operation, count]) => `${METRICS.storeRepeats}{operation="${operation}",store="mine"} ${count}\n`)
    .join('');

test('a store that calls each callback once is said nothing of', () => {
  const repeats = new Repeats();
  repeats.see(exposition({ get: 0, set: 0 }));
  assert.equal(repeats.said, undefined);
});

test('calls are added up by method, over processes that each count from zero', () => {
  const repeats = new Repeats();
  for (const get of [3, 5, 2, 2]) repeats.see(exposition({ get, set: Math.min(1, get - 1) }));
  assert.equal(
    repeats.said,
    'its store called callbacks again that it had called before: that of get() 7 times; that of set() once',
  );
});
