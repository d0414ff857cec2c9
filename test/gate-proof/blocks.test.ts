import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Random } from '../../harness/model/random.ts';
import { rateOf } from '../planted/interval.ts';
import { blockRate } from './blocks.ts';

test('blocks in which nothing was seen bound a rate by their number, not by that of the decisions in them', () => {
  const { rate, low, high } = blockRate(
    Array.from({ length: 20 }, () => 0),
    new Random(1),
  );
  assert.deepEqual([rate, low], [0, 0]);
  assert.equal(high, rateOf(0, 20).high);
});

test('the bounds hold the rate, and are never narrower than of as many independent decisions', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (shares) => {
        const { rate, low, high } = blockRate(shares, new Random(2));
        const total = shares.reduce((sum, share) => sum + share, 0);
        assert.ok(low <= rate + 1e-9 && rate <= high + 1e-9);
        assert.ok(high >= rateOf(Math.ceil(total), shares.length).high);
        assert.ok(low <= rateOf(Math.floor(total), shares.length).low);
      },
    ),
    { numRuns: 50 },
  );
});

test('blocks that differ from each other give wider bounds than blocks that are alike', () => {
  const alike = blockRate(
    Array.from({ length: 40 }, () => 0.5),
    new Random(3),
  );
  const apart = blockRate(
    Array.from({ length: 40 }, (_, at) => at % 2),
    new Random(3),
  );
  assert.ok(apart.high - apart.low >= alike.high - alike.low);
});
