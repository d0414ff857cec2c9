import assert from 'node:assert/strict';
import { test } from 'node:test';
import { starvedBetween } from './starvation.ts';

const before = { pid: 7, atMs: 1000, ranMs: 100, waitedMs: 50, allThreadsRanMs: 120 };
const after = (of: { waited: number; ran: number; all?: number; pid?: number }) => ({
  pid: of.pid ?? 7,
  atMs: 1500,
  ranMs: 100 + of.ran,
  waitedMs: 50 + of.waited,
  allThreadsRanMs: 120 + (of.all ?? of.ran),
});

test('an instance that was ready to run and hardly ran was starved', () => {
  assert.deepEqual(starvedBetween('app-1', [before, after({ waited: 350, ran: 80 })], 2), {
    starved: 'app-1',
    from: 1000,
    to: 1500,
    waitedMs: 350,
    ranMs: 80,
  });
});

test('one that came to run after a wait of several looks was starved since then', () => {
  const { from, to, waitedMs } = starvedBetween('app-1', [before, after({ waited: 2800, ran: 1 })], 2) ?? {};
  assert.deepEqual([from, to, waitedMs], [-1300, 1500, 2800]);
});

test('two readings of which the later one has less are of two processes, and say nothing', () => {
  for (const reading of [
    after({ waited: 350, ran: -40, all: 90 }),
    after({ waited: 350, ran: 80, all: -20 }),
  ])
    assert.equal(starvedBetween('app-1', [before, reading], 2), undefined);
});

test('one that was busy, idle, started anew or busy in other threads was not', () => {
  for (const reading of [
    after({ waited: 200, ran: 300 }),
    after({ waited: 240, ran: 240 }),
    after({ waited: 100, ran: 10 }),
    after({ waited: 350, ran: 80, pid: 8 }),
    after({ waited: 350, ran: 80, all: 700 }),
  ])
    assert.equal(starvedBetween('app-1', [before, reading], 2), undefined);
});
