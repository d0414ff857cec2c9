import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stalls } from './stalls.ts';

type Op = readonly [start: number, end: number, isServed?: boolean];

function stallsOf(...ops: Op[]): Stalls {
  const stalls = new Stalls();
  for (const [start, end, isServed = true] of ops.toSorted((a, b) => a[1] - b[1]))
    stalls.operation({ start, end }, isServed);
  return stalls;
}

/** A client that asks every 10 ms and is answered within 2. */
const every10 = (fromMs: number, toMs: number): Op[] =>
  Array.from({ length: (toMs - fromMs) / 10 }, (_, at) => [fromMs + at * 10, fromMs + at * 10 + 2]);
const FAULT = { fromMs: 1000, toMs: 3000 };

test('all wait through a fault, and are answered: nobody was served for that long', () => {
  const stalls = stallsOf(...every10(0, 1000), [1000, 3100], [1020, 3101], ...every10(3200, 5000));
  assert.equal(stalls.longestMs(FAULT, [FAULT]), 2100);
});

test('who is answered later may have asked first', () => {
  const stalls = stallsOf(...every10(0, 900), [2500, 3100], [1000, 3105], ...every10(3200, 5000));
  assert.equal(stalls.longestMs(FAULT, [FAULT]), 2100);
});

test('one client that waits while others are served is no stall', () => {
  const stalls = stallsOf(...every10(0, 5000), [1000, 3100]);
  assert.equal(stalls.longestMs(FAULT, [FAULT]), 0);
});

test('a time in which nobody asked is none', () => {
  const stalls = stallsOf(...every10(0, 1000), ...every10(3000, 5000));
  assert.equal(stalls.longestMs(FAULT, [FAULT]), 0);
});

test('what failed meanwhile had waited too', () => {
  const stalls = stallsOf(...every10(0, 1000), [1000, 2000, false], [2010, 3100], ...every10(3200, 5000));
  assert.equal(stalls.longestMs(FAULT, [FAULT]), 2100);
});

test('a wait that began before the fault counts from the fault on', () => {
  const stalls = stallsOf(...every10(0, 500), [500, 2000], ...every10(2000, 5000));
  assert.equal(stalls.longestMs(FAULT, [FAULT]), 1000);
});

test('where all wait for as long without a fault, the fault has held nobody', () => {
  const slow: Op[] = Array.from({ length: 10 }, (_, at) => [at * 500, at * 500 + 490]);
  assert.equal(stallsOf(...slow).longestMs(FAULT, [FAULT]), 0);
});

test('a stall of another fault is not its own, nor what is usual', () => {
  const later = { fromMs: 6000, toMs: 8000 };
  const stalls = stallsOf(
    ...every10(0, 1000),
    [1000, 1400],
    ...every10(1400, 6000),
    [6000, 7900],
    ...every10(8000, 9000),
  );
  assert.deepEqual(
    [FAULT, later].map((fault) => stalls.longestMs(fault, [FAULT, later])),
    [400, 1900],
  );
});
