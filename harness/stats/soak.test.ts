import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationLine } from '../../protocol/history.ts';
import type { Drift } from '../model/results.ts';
import { Random } from '../model/random.ts';
import { SoakMeter } from './soak.ts';

const HOUR_MS = 3_600_000;
const NOTHING = { losses: [], late: undefined, problem: undefined };

interface World {
  /** More at the end than at the beginning. */
  slowerByMs?: number;
  heapMoreBytes?: number;
  ttlMs?: number;
  instances?: number;
}

/** An hour at 2 a second, with latency and heap that scatter. */
function soaked({ slowerByMs = 0, heapMoreBytes = 0, ttlMs = 60_000, instances = 1 }: World = {}) {
  const random = new Random(7);
  const meter = new SoakMeter({ fromMs: 1000, toMs: 1000 + HOUR_MS, perSecond: 2, ttlMs });
  for (let due = 0; due < HOUR_MS + 2000; due += 500) {
    const latency = 5 + random.below(1000) / 1000 + (slowerByMs * due) / HOUR_MS;
    const line = { op: 'read', session: 's', client: 'c', outcome: 'ok', status: 200 } as const;
    meter.operation({ ...line, due, start: due, end: due + latency } satisfies OperationLine);
    if (due % 30_000 === 0)
      for (let app = 1; app <= instances; app++)
        meter.sample({
          sample: 'app',
          target: `app-${app}`,
          at: due,
          heapBytes: 5e7 + random.below(100_000) + (heapMoreBytes * due) / HOUR_MS,
        });
  }
  return meter;
}

const isTold = (drift: Drift | undefined) =>
  drift && 'by' in drift && Math.abs(drift.by) >= drift.smallestVisible;

test('what did not change is not told from zero, and what did is, by as much as it did', () => {
  const { latencyMs, heapBytes, parts } = soaked().soak(NOTHING);
  assert.equal(isTold(latencyMs), false, JSON.stringify(latencyMs));
  assert.equal(isTold(heapBytes), false, JSON.stringify(heapBytes));
  assert.deepEqual(
    parts.map(({ asked, losses }) => [asked, losses]),
    [1, 2, 3, 4].map(() => [1800, 0]),
  );
  const grown = soaked({ slowerByMs: 3, heapMoreBytes: 5e6, instances: 2 }).soak(NOTHING);
  assert.ok('by' in grown.latencyMs && Math.abs(grown.latencyMs.by - 3) < 0.3, JSON.stringify(grown));
  assert.equal(isTold(grown.latencyMs), true);
  assert.equal(isTold(grown.heapBytes), true);
  // Of both instances together.
  assert.ok(grown.heapBytes && 'by' in grown.heapBytes && Math.abs(grown.heapBytes.by - 1e7) < 1e6);
});

test('while sessions are only added, their heap tells nothing', () => {
  const { heapBytes } = soaked({ heapMoreBytes: 5e6, ttlMs: HOUR_MS / 2 }).soak(NOTHING);
  assert.deepEqual(heapBytes, {
    unknown: 'sessions live too long for their number to be steady for most of it',
  });
});

test('a loss is counted in the part in which it was first seen, and what spoils it is said', () => {
  const { parts, latencyMs } = soaked().soak({
    losses: [{ atMs: 500 }, { atMs: 0.6 * HOUR_MS }],
    late: 'k6 was late',
    problem: undefined,
  });
  assert.deepEqual(
    parts.map(({ losses }) => losses),
    [0, 0, 1, 0],
  );
  assert.deepEqual(latencyMs, { unknown: 'k6 was late' });
});
