import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lulls } from './lulls.ts';

type Op = readonly [start: number, end: number, isServed?: boolean];

function lullsOf(...ops: Op[]): Lulls {
  const lulls = new Lulls();
  for (const [start, end, isServed = true] of ops.toSorted((a, b) => a[1] - b[1]))
    lulls.operation({ start, end }, isServed);
  return lulls;
}

/** A client that asks every 10 ms and is answered within 2. */
const every10 = (fromMs: number, toMs: number): Op[] =>
  Array.from({ length: (toMs - fromMs) / 10 }, (_, at) => [fromMs + at * 10, fromMs + at * 10 + 2]);
const FAULT = { fromMs: 1000, toMs: 3000 };

test('all wait through a fault, and are answered: nobody was served for that long', () => {
  const lulls = lullsOf(...every10(0, 1000), [1000, 3100], [1020, 3101], ...every10(3200, 5000));
  assert.equal(lulls.longestMs(FAULT, [FAULT]), 2100);
});

test('who is answered later may have asked first', () => {
  const lulls = lullsOf(...every10(0, 900), [2500, 3100], [1000, 3105], ...every10(3200, 5000));
  assert.equal(lulls.longestMs(FAULT, [FAULT]), 2100);
});

test('one client that waits while others are served is no lull', () => {
  const lulls = lullsOf(...every10(0, 5000), [1000, 3100]);
  assert.equal(lulls.longestMs(FAULT, [FAULT]), 0);
});

test('a time in which nobody asked is none', () => {
  const lulls = lullsOf(...every10(0, 1000), ...every10(3000, 5000));
  assert.equal(lulls.longestMs(FAULT, [FAULT]), 0);
});

test('what failed meanwhile had waited too', () => {
  const lulls = lullsOf(...every10(0, 1000), [1000, 2000, false], [2010, 3100], ...every10(3200, 5000));
  assert.equal(lulls.longestMs(FAULT, [FAULT]), 2100);
});

test('a wait that began before the fault counts from the fault on', () => {
  const lulls = lullsOf(...every10(0, 500), [500, 2000], ...every10(2000, 5000));
  assert.equal(lulls.longestMs(FAULT, [FAULT]), 1000);
});

test('where all wait for as long without a fault, the fault has held nobody', () => {
  const slow: Op[] = Array.from({ length: 10 }, (_, at) => [at * 500, at * 500 + 490]);
  assert.equal(lullsOf(...slow).longestMs(FAULT, [FAULT]), 0);
});

test('a lull of another fault is not its own, nor what is usual', () => {
  const later = { fromMs: 6000, toMs: 8000 };
  const lulls = lullsOf(
    ...every10(0, 1000),
    [1000, 1400],
    ...every10(1400, 6000),
    [6000, 7900],
    ...every10(8000, 9000),
  );
  assert.deepEqual(
    [FAULT, later].map((fault) => lulls.longestMs(fault, [FAULT, later])),
    [400, 1900],
  );
});
