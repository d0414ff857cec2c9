import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Arrivals } from './arrivals.ts';

const moment = fc.integer({ min: 0, max: 1000 });

test('how many had come by a mark is exact, in whatever order they were told and marked', () => {
  const events = fc.array(fc.record({ atMs: moment, isMark: fc.boolean() }), { maxLength: 200 });
  fc.assert(
    fc.property(events, (told) => {
      const arrivals = new Arrivals();
      let marked = -1;
      const marks: number[] = [];
      for (const { atMs, isMark } of told) {
        if (!isMark) arrivals.add(atMs);
        else if (atMs > marked) {
          arrivals.mark(atMs);
          marked = atMs;
          marks.push(atMs);
        }
      }
      const came = told.filter(({ isMark }) => !isMark).map(({ atMs }) => atMs);
      const by = arrivals.counter();
      for (const mark of marks) assert.equal(by(mark), came.filter((atMs) => atMs <= mark).length);
      assert.equal(arrivals.count, came.length);
      assert.equal(arrivals.lastMs, Math.max(-Infinity, ...came));
    }),
  );
});

test('what came, or comes, from the end on does not count', () => {
  const arrivals = new Arrivals();
  for (const atMs of [1, 2, 3, 9]) arrivals.add(atMs);
  arrivals.endAt(3);
  arrivals.add(4);
  assert.equal(arrivals.count, 2);
});

test('millions without a mark are not kept one by one', () => {
  const arrivals = new Arrivals();
  for (let atMs = 0; atMs < 1_000_000; atMs++) arrivals.add(atMs);
  arrivals.mark(999_999);
  assert.equal(arrivals.counter()(999_999), 1_000_000);
});
