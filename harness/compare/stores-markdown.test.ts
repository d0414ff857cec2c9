import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment } from '../report/testing/experiments.ts';
import { fillInStores } from './stores-markdown.ts';
import { comparedRun } from './testing.ts';

const unplannedFault = {
  id: 'store-repeats@1s',
  target: 'app-1',
  planned: false,
  onsetMs: 1000,
  tookEffect: true,
  evidence: {},
};
const place = (of: string) => `before\n\n<!-- made of runs: ${of} -->\n\nold\n\n<!-- end -->\n\nafter\n`;
const only = (...experiments: ReturnType<typeof experiment>[]) => comparedRun({ stores: [], experiments });
const cut = { verdict: 'unknown' as const, problems: ['the history of this experiment was cut off'] };

test('a table takes the place of what stood there, and nothing else is touched', () => {
  const filled = fillInStores(place('workloads'), [comparedRun()]);
  assert.match(filled, /^before\n\n<!-- made of runs: workloads -->\n\n\| store \| register \| tabs \|/);
  assert.match(filled, /\n\n<!-- end -->\n\nafter\n$/);
  assert.doesNotMatch(filled, /old/);
  assert.equal(fillInStores(filled, [comparedRun()]), filled);
});

test('what was found is counted, what found nothing is ✓, and what was not tried is said to be not run', () => {
  const filled = fillInStores(place('workloads'), [
    only(
      experiment('redis', { id: 'redis/cart', workload: 'cart' }),
      experiment('redis', { id: 'redis/tabs', workload: 'tabs', anomalyCounts: { 'lost-update': 41 } }),
    ),
  ]);
  assert.match(filled, /\| `redis` \| not run \| lost-update 41 \| not run \| not run \| ✓ \|/);
});

test('an experiment that could be judged speaks for one of the same name that could not, whichever was first', () => {
  const judged = only(experiment('redis', { id: 'redis/cart', workload: 'cart' }));
  const undecided = only(experiment('redis', { id: 'redis/cart', workload: 'cart', ...cut }));
  for (const runs of [
    [judged, undecided],
    [undecided, judged],
  ])
    assert.match(fillInStores(place('workloads'), runs), /\| `redis` \|( not run \|){4} ✓ \|/);
  assert.match(
    fillInStores(place('workloads'), [undecided]),
    /\? \|[^]*- `redis`, cart: not judged, for the history of this experiment was cut off/,
  );
});

test('a store that failed by what it did to itself says what that was', () => {
  const faults = [{ ...unplannedFault, kind: 'store-repeats' }];
  const filled = fillInStores(place('workloads'), [
    only(experiment('typeorm', { id: 'typeorm/cart', workload: 'cart', verdict: 'fail', faults })),
  ]);
  assert.match(filled, /\| store-repeats \|/);
});

test('what could not be judged for one reason is told once', () => {
  const filled = fillInStores(place('workloads'), [
    only(
      experiment('redis', { id: 'redis/cart', workload: 'cart', ...cut }),
      experiment('redis', { id: 'redis/tabs', workload: 'tabs', ...cut }),
    ),
  ]);
  assert.equal(filled.match(/was cut off/g)?.length, 1);
  assert.match(filled, /- `redis`, tabs, cart: not judged/);
});

test('only known stores on one server with their defaults are in the tables', () => {
  const filled = fillInStores(place('workloads'), [
    only(experiment('redis', {}), experiment('redis@sentinel', {}), experiment('./my-store.ts', {})),
  ]);
  assert.deepEqual(
    filled.match(/^\| `.*?`/gm)?.map((cell) => cell.slice(2)),
    ['`redis`'],
  );
});

const one = (verdict: 'kept' | 'broken') => ({
  promises: [{ id: 'survives-app-restart', source: 'readme', verdict }],
});

test('a promise is kept, broken with what was seen, or in brackets where it was not made', () => {
  const filled = fillInStores(place('promises'), [
    only(
      experiment('redis', { ...one('kept') }),
      experiment('mongo', { ...one('broken'), verdict: 'fail', anomalyCounts: { 'lost-session': 7 } }),
      experiment('memory', {
        promises: [],
        notPromised: ['survives-app-restart'],
        verdict: 'fail',
        anomalyCounts: { 'lost-session': 9 },
      }),
    ),
  ]);
  assert.match(filled, /\| `redis` \| kept \|/);
  assert.match(filled, /\| `mongo` \| \*\*broken: lost-session 7\*\* \|/);
  assert.match(filled, /\| `memory` \| \(lost-session 9\) \|/);
});

test('a fault that was not run says so, and one that a store cannot have is left empty', () => {
  const crash = experiment('redis', { id: 'redis/server-crash' });
  const filled = fillInStores(place('faults'), [only(crash, experiment('memory', { id: 'memory/x' }))]);
  assert.match(filled, /\| `redis` \| not run \| not run \| [^|]*writes kept[^|]* \| not run \|/);
  assert.match(filled, /\| `memory` \| not run \|  \|  \|  \|/);
});

test('it is dated, and says with which versions', () => {
  assert.match(
    fillInStores(place('versions'), [comparedRun()]),
    /Seen 2026-11-21 in .* on 2 cores, with `Node` 24\.0\.0, `k6` 2\.2\.0\./,
  );
});

test('a place of a table that there is not is an error that names those that there are', () => {
  assert.throws(
    () => fillInStores(place('weather'), [comparedRun()]),
    /no table of weather; there are workloads/,
  );
});
