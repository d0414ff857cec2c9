import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../protocol/history.ts';
import { grew } from './growth.ts';
import { RequestGrowthMeter } from './request-growth.ts';

const FROM_MS = 10_000;

/** 500 requests a second for four seconds, each of which leaves so many bytes behind, beside a heap that scatters. */
function growthOf(bytesPerRequest: number, visitor: Outcome = 'ok') {
  const meter = new RequestGrowthMeter(FROM_MS);
  const request = { op: 'read', session: 's', client: 'c', outcome: 'ok', due: 0 } as const;
  meter.operation({ ...request, op: 'create', outcome: visitor, start: 9000, end: 9001 });
  for (let n = 0; n < 2000; n++)
    meter.operation({ ...request, start: FROM_MS + 2 * n, end: FROM_MS + 2 * n + 1 });
  for (let atMs = FROM_MS; atMs < 15_000; atMs += 50) {
    const requests = Math.max(0, Math.min(2000, (atMs - FROM_MS) / 2));
    const scatter = 40_000 * Math.sin(atMs * 7);
    meter.sample({
      sample: 'app',
      target: 'app-1',
      at: atMs,
      heapBytes: 2e7 + requests * bytesPerRequest + scatter,
    });
  }
  return meter.growth();
}

test('what each request of a session leaves behind is a slope of its own', () => {
  const growth = growthOf(20_000);
  assert.equal(growth?.requests, 2000);
  assert.ok(growth.slope && grew(growth.slope));
  assert.ok(growth.slope.low < 20_100 && growth.slope.high > 19_900, JSON.stringify(growth.slope));
});

test('a heap that only scatters leaves nothing behind', () => {
  const { slope = null } = growthOf(0) ?? {};
  assert.ok(slope && !grew(slope));
});

test('nothing is said where nobody came back', () => {
  assert.equal(new RequestGrowthMeter(FROM_MS).growth(), null);
});

test('nothing is said where a visitor went without an answer, whose session may be made at any later time', () => {
  assert.equal(growthOf(20_000, 'info'), null);
});
