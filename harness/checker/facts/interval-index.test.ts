import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import type { OperationLine } from '../../../protocol/history.ts';
import { IntervalIndex } from './interval-index.ts';
import { PrefixMaximum } from './prefix-maximum.ts';

const time = fc.nat(20);
const highest = (among: OperationLine[]) => Math.max(...among.map(({ start }) => start));
const operations = fc
  .array(fc.tuple(time, fc.nat(8)), { maxLength: 30 })
  .map((times) =>
    times.map(([start, length]): OperationLine => {
      const end = start + length;
      return { op: 'read', session: 's', client: 'c', outcome: 'ok', due: start, start, end };
    }),
  )
  .map((ops) => ops.toSorted((a, b) => a.start - b.start));

test('those at work between two times are exactly those whose closed intervals reach into it', () => {
  fc.assert(
    fc.property(operations, time, time, (ops, from, to) => {
      const due = ops.filter(({ start, end }) => start <= to && end >= from);
      assert.deepEqual(new IntervalIndex(ops).between(from, to), due);
    }),
  );
});

test('the first after a time is the first of all that began after it and ended in time', () => {
  fc.assert(
    fc.property(operations, time, time, (ops, after, until) => {
      const due = ops.find(({ start, end }) => start > after && end < until);
      assert.equal(new IntervalIndex(ops).firstAfter(after, until), due);
    }),
  );
});

test('the latest before a time ranks as high as any before it, and equal times are not before', () => {
  fc.assert(
    fc.property(operations, time, (ops, at) => {
      const latest = new PrefixMaximum(
        ops,
        ({ end }) => end,
        ({ start }) => start,
      );
      assert.equal(latest.before(at)?.start ?? -Infinity, highest(ops.filter(({ end }) => end < at)));
      assert.equal(latest.until(at)?.start ?? -Infinity, highest(ops.filter(({ end }) => end <= at)));
    }),
  );
});
