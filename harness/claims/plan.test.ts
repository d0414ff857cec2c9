import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLAIMS } from './catalogue.ts';
import { chooseClaims, claimExperiments } from './plan.ts';
import { STORE_NAMES } from '../stores/catalogue.ts';

const HOW = { seed: 1, quick: false };

test('experiments of one name on one store are the same, whichever claim rests on them', () => {
  for (const store of STORE_NAMES) {
    const met = new Map<string, unknown>();
    for (const claim of CLAIMS.filter((each) => each.store === store))
      for (const [name, draft] of Object.entries(claim.experiments)) {
        assert.deepEqual(met.get(name) ?? draft, draft, `${store}/${name} of ${claim.id}`);
        met.set(name, draft);
      }
  }
});

test('an experiment that several claims rest on is planned once', () => {
  const claims = chooseClaims({ ids: ['c17', 'C19', 'C12', 'C22'], stores: ['redis'] });
  const ids = claimExperiments(claims, HOW).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ['redis/tamper', 'redis/overlap'])
    assert.equal(ids.filter((each) => each === id).length, 1);
});

test('without ids and stores it is every claim, and each of its experiments', () => {
  const claims = chooseClaims({ ids: [], stores: [] });
  assert.deepEqual(claims, CLAIMS);
  const ids = new Set(claimExperiments(claims, HOW).map(({ id }) => id));
  for (const { store, experiments } of CLAIMS)
    for (const name of Object.keys(experiments)) assert.ok(ids.has(`${store}/${name}`));
});

test('a fault is over well before the load that it is to be felt by', () => {
  for (const { id, load, faults } of claimExperiments(CLAIMS, { seed: 1, quick: true }))
    for (const { atMs, durationMs } of faults) assert.ok(atMs + durationMs < load.durationMs, id);
});

test('a claim that is not known, or not about these stores, is refused with what is', () => {
  assert.throws(() => chooseClaims({ ids: ['C99'], stores: [] }), {
    message: /^no claim is called "C99"/,
    next: /^one of C1, C2, /,
  });
  assert.throws(() => chooseClaims({ ids: ['C16'], stores: ['redis'] }), /none of C16 is about redis/);
});
