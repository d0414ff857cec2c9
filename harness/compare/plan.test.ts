import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMPARED_WORKLOADS, comparisonExperiments, type ComparisonRequest } from './plan.ts';
import { STORE_NAMES } from '../stores/catalogue.ts';

const REQUEST: ComparisonRequest = {
  stores: STORE_NAMES.map((store) => ({ store })),
  workloads: [...COMPARED_WORKLOADS],
  quick: true,
  rounds: 3,
  rate: 300,
  seed: 7,
};
const nameOf = (id: string) => id.slice(id.indexOf('/') + 1);

test('every store does every workload, measured rounds as often as asked for', () => {
  const experiments = comparisonExperiments(REQUEST);
  for (const store of STORE_NAMES) {
    const mine = experiments.filter(({ subject }) => subject.store === store);
    assert.deepEqual(new Set(mine.map(({ load }) => load.workload)), new Set(COMPARED_WORKLOADS));
    assert.equal(mine.filter(({ load }) => load.workload === 'browse').length, 3);
  }
  const ids = experiments.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('stores take turns in an order that the seed draws anew for each turn', () => {
  const orders = Map.groupBy(comparisonExperiments(REQUEST), ({ id }) => nameOf(id));
  const texts = [...orders.values()].map((turn) => turn.map(({ subject }) => subject.store).join());
  assert.ok(new Set(texts).size > 1);
  assert.deepEqual(comparisonExperiments(REQUEST), comparisonExperiments(REQUEST));
  assert.notDeepEqual(
    comparisonExperiments(REQUEST).map(({ id }) => id),
    comparisonExperiments({ ...REQUEST, seed: 8 }).map(({ id }) => id),
  );
});

test('measured rounds are spread from the first turn to the last', () => {
  const turns = [...new Set(comparisonExperiments(REQUEST).map(({ id }) => nameOf(id)))];
  assert.equal(turns[0], 'browse-1');
  assert.equal(turns.at(-1), 'browse-3');
  assert.ok(turns.indexOf('browse-2') > 3 && turns.indexOf('browse-2') < turns.length - 4);
});

test('every measured round offers the same load', () => {
  const loads = comparisonExperiments(REQUEST).filter(({ load }) => load.workload === 'browse');
  assert.equal(new Set(loads.map(({ load }) => JSON.stringify(load))).size, 1);
});

test('quick breaks nothing; otherwise every app is restarted, and every server that there is', () => {
  assert.ok(comparisonExperiments(REQUEST).every(({ faults }) => faults.length === 0));
  const broken = comparisonExperiments({ ...REQUEST, quick: false }).filter(
    ({ faults }) => faults.length > 0,
  );
  const targets = broken.flatMap(({ faults }) => faults.map(({ target }) => target));
  assert.equal(targets.filter((target) => target === 'app-1').length, 2 * STORE_NAMES.length);
  assert.ok(targets.includes('redis') && !targets.includes('memory'));
});

test('a store that is laid out otherwise is a subject of its own beside the same store by itself', () => {
  const stores = [{ store: 'redis' }, { store: 'redis', topology: 'sentinel' }] as const;
  const made = comparisonExperiments({ ...REQUEST, quick: false, stores, workloads: ['register', 'growth'] });
  const laidOut = made.filter(({ id }) => id.startsWith('redis@sentinel/'));
  assert.equal(laidOut.length * 2, made.length);
  assert.ok(laidOut.every(({ subject }) => subject.store === 'redis' && subject.topology === 'sentinel'));
  const restart = laidOut.find(({ id }) => id.endsWith('/server-restart'));
  assert.equal(restart?.faults[0]?.target, 'redis');
});

test('versions of one store take turns as stores do, each by a name of its own', () => {
  const stores = ['mongo+connect-mongo@5.1.0', 'mongo+connect-mongo@6.0.0'].map((store) => ({ store }));
  const experiments = comparisonExperiments({ ...REQUEST, quick: false, stores });
  for (const { store } of stores) {
    const mine = experiments.filter(({ subject }) => subject.store === store);
    assert.deepEqual(new Set(mine.map(({ load }) => load.workload)), new Set(COMPARED_WORKLOADS));
    // It has the server of its store.
    assert.ok(
      mine.some(({ faults }) =>
        faults.some(({ kind, target }) => kind === 'server-restart' && target === store),
      ),
    );
  }
});
