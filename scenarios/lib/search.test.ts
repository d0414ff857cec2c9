import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { looksFor, Search } from './search.ts';

const missedBy = (instances: number, ...names: (string | undefined)[]) => {
  const search = new Search(instances);
  for (const name of names) search.missed(name);
  return search;
};

// These come first: names of instances that were met are remembered.
test('a search ends when each instance has missed the session, however many looks that takes', () => {
  assert.equal(missedBy(2, 'a', 'a', 'a', 'a', 'a', 'a').isOver, false);
  const search = missedBy(2, 'a', 'a', 'a', 'b');
  assert.deepEqual([search.isOver, search.chanceOfThere], [true, 0]);
});

test('more instances are asked than was said, where more were met', () => {
  missedBy(1, 'a', 'b', 'c');
  const search = missedBy(1, 'a', 'b', 'a', 'b');
  assert.equal(search.isOver, false);
  assert.equal(search.chanceOfThere, (2 / 3) ** 4);
  search.missed('c');
  assert.equal(search.isOver, true);
});

test('what was found starts the search anew', () => {
  const search = missedBy(3, 'a', 'b', 'c');
  search.found('b');
  assert.deepEqual([search.misses, search.isOver], [0, false]);
  search.missed('a');
  assert.equal(search.isOver, false);
});

test('where an instance never answers, chance ends the search, and is told', () => {
  const search = new Search(4);
  while (!search.isOver) search.missed(undefined);
  assert.equal(search.misses, looksFor(4, 65_536));
  assert.ok(search.chanceOfThere > 0 && search.chanceOfThere <= 1 / 65_536);
});

test('as many looks as the odds ask for, and not one more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 16 }), fc.integer({ min: 2, max: 100_000 }), (instances, odds) => {
      const missed = (looks: number) => ((instances - 1) / instances) ** looks;
      const looks = looksFor(instances, odds);
      return missed(looks) <= (1 + 1e-9) / odds && missed(looks - 1) > (1 - 1e-9) / odds;
    }),
  );
});
