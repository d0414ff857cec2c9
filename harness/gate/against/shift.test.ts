import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../model/random.ts';
import { rankSumWays, shiftOf, signedRankWays } from './shift.ts';

test('ways are those of the tables', () => {
  // Ranks 1 to 3: sums 0 to 6.
  assert.deepEqual(signedRankWays(3), [1, 1, 1, 2, 1, 1, 1]);
  // Two of four, by how often one is above.
  assert.deepEqual(rankSumWays(2, 2), [1, 1, 2, 1, 1]);
  assert.equal(
    rankSumWays(8, 8).reduce((all, each) => all + each, 0),
    12_870,
  );
});

test('bounds are those of the textbook: the third of 21 means of six differences has the lowest that one way gives', () => {
  const first = [1, 2, 3, 4, 5, 6];
  const none = first.map(() => 0);
  // At 1 in 64 = 1.6 % one value is beyond: the bound is the lowest mean itself, which is the lowest difference.
  const { estimate, low, high } = shiftOf(first, none, 'in turn', 0.025);
  assert.deepEqual([estimate, low, high], [3.5, 1, 6]);
  const few = shiftOf([1, 2], [0, 0], 'in turn', 0.025);
  assert.deepEqual([few.low, few.high], [-Infinity, Infinity]);
});

test('the true shift is within its bounds in 19 of 20, of rounds in turn and of rounds apart', () => {
  for (const design of ['in turn', 'apart'] as const) {
    const random = new Random(5);
    const draw = (by: number) => Array.from({ length: 9 }, () => by + random.next() ** 3);
    let missed = 0;
    for (let at = 0; at < 800; at++) {
      const { low, high } = shiftOf(draw(0.3), draw(0), design, 0.025);
      if (low > 0.3 || high < 0.3) missed++;
    }
    assert.ok(missed <= 800 * 0.05 + 3.1 * Math.sqrt(800 * 0.05 * 0.95), `${design}: ${missed}`);
  }
});
