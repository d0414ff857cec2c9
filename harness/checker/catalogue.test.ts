import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROMISES } from '../../protocol/promises.ts';
import { brokenBy, keptWithout } from '../model/broken-by.ts';
import { traitsOf, WORKLOADS } from '../model/workloads.ts';
import { ANOMALY_KINDS } from './catalogue.ts';

const kinds: ReadonlySet<string> = new Set(ANOMALY_KINDS);

test('every kind has a name of its own', () => {
  assert.equal(kinds.size, ANOMALY_KINDS.length);
});

test('what promises and workloads go by, which stand below the checkers, are kinds that there are', () => {
  for (const promise of PROMISES)
    for (const kind of [...brokenBy(promise), ...keptWithout(promise)])
      assert.ok(kinds.has(kind), `${promise}: ${kind}`);
  for (const workload of WORKLOADS)
    for (const kind of traitsOf(workload).checkers) assert.ok(kinds.has(kind), `${workload}: ${kind}`);
});
