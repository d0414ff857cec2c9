import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OperationLine } from '../../protocol/history.ts';
import { Timeline } from './timeline.ts';

const operation = fc
  .record({
    end: fc.oneof(fc.double({ min: 0, max: 3e7, noNaN: true }), fc.double({ min: 0, max: 4e4, noNaN: true })),
    tookMs: fc.double({ min: 0, max: 900, noNaN: true }),
    outcome: fc.constantFrom('ok', 'fail', 'info'),
    absent: fc.constantFrom(true, undefined),
  })
  .map(({ end, tookMs, outcome, absent }): OperationLine => ({
    op: 'read',
    session: 's',
    client: 'c',
    outcome,
    absent,
    due: end - 2 * tookMs,
    start: end - tookMs,
    end,
  }));

const bucketsOf = (timeline: Timeline, operations: readonly OperationLine[]) => {
  for (const each of operations) timeline.add(each);
  return timeline.buckets();
};

test('buckets that became wider count and measure the same as if they had been so wide from the beginning', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 2, maxLength: 60 }), (operations) => {
      const widened = bucketsOf(new Timeline(), operations);
      const [first, second] = widened;
      const widthMs = second && first ? second.atMs - first.atMs : 250;
      assert.deepEqual(widened, bucketsOf(new Timeline({ widthMs }), operations));
    }),
  );
});

test('a run of any length has at most 160 buckets, and none of its operations is left out', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 60 }), (operations) => {
      const buckets = bucketsOf(new Timeline(), operations);
      assert.ok(buckets.length <= 160);
      const counted = buckets.reduce((sum, { ok, failed, absent }) => sum + ok + failed + absent, 0);
      assert.equal(counted, operations.length);
    }),
  );
});

const at = (end: number): OperationLine => ({
  op: 'read',
  session: 's',
  client: 'c',
  outcome: 'ok',
  due: end,
  start: end,
  end,
});

test('a short run keeps buckets of a quarter of a second', () => {
  const buckets = bucketsOf(new Timeline(), [at(10), at(39_990)]);
  assert.equal(buckets.length, 160);
  assert.equal(buckets[1]?.atMs, 250);
});
