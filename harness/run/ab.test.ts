import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnsOf } from './ab.ts';

const order = (seed: string) =>
  turnsOf(4, seed)
    .map(({ side }) => side[0])
    .join('');

test('sides take turns A B B A, so that each is first as often as the other, and the seed says which begins', () => {
  const orders = new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(order));
  assert.deepEqual([...orders].toSorted(), ['bccbbccb', 'cbbccbbc']);
  assert.equal(order('a'), order('a'));
});

test('both sides of a round have the same seed, each round has its own, and each run a folder of its own', () => {
  const turns = turnsOf(10, 'x');
  assert.equal(new Set(turns.map(({ run }) => run)).size, 20);
  assert.equal(turns[0]?.run.slice(0, 3), '01-');
  const seeds = Map.groupBy(turns, ({ seed }) => seed);
  assert.equal(seeds.size, 10);
  assert.ok([...seeds.values()].every((pair) => pair.length === 2 && pair[0]?.round === pair[1]?.round));
});
