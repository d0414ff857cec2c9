import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SampleLine } from '../../protocol/history.ts';
import { roomOf } from './room.ts';

const MB = 1e6;
const slope = {
  bytesPerSession: 1000,
  low: 900,
  high: 1100,
  smallestVisible: 100,
  interceptBytes: 20 * MB,
  samples: 60,
};
const grown = { lastVisitorMs: 1000, slope, grows: true, held: 1 };
const reading = (changes: Partial<SampleLine> = {}): SampleLine => ({
  sample: 'app',
  target: 'app-1',
  at: 500,
  heapBytes: 30 * MB,
  rssBytes: 90 * MB,
  heapLimitBytes: 520 * MB,
  ...changes,
});

test('what V8 allows above the heap without sessions, by the slope and its interval, at 50 sessions a second', () => {
  const room = roomOf([reading()], grown);
  assert.equal(room?.limit, 'V8');
  assert.deepEqual(room.ahead, {
    perSecond: 50,
    afterMs: 10_000_000,
    soonestMs: ((500 * MB) / 1100 / 50) * 1000,
    latestMs: ((500 * MB) / 900 / 50) * 1000,
  });
});

test('a control group is met first where it allows less, what is resident beside the heap counted', () => {
  const room = roomOf([reading({ memoryLimitBytes: 300 * MB })], grown);
  assert.equal(room?.limit, 'control group');
  assert.equal(room.limitBytes, 300 * MB);
  // 300 MB less 60 MB beside the heap and 20 MB without sessions.
  assert.equal(room.ahead?.afterMs, ((220 * MB) / 1000 / 50) * 1000);
  assert.equal(roomOf([reading({ memoryLimitBytes: 900 * MB })], grown)?.limit, 'V8');
});

test('two processes have room for twice as many, and each its own limit', () => {
  const both = [reading(), reading({ target: 'app-2' })];
  const room = roomOf(both, grown);
  assert.equal(room?.processes, 2);
  assert.equal(room.limitBytes, 520 * MB);
  assert.equal(room.ahead?.afterMs, ((1040 * MB - 20 * MB) / 1000 / 50) * 1000);
});

test('what does not grow, is given back or was not read afterwards has no time; what names no limit has no room', () => {
  for (const changes of [{ grows: false }, { held: 0.05 }, { held: null }, { slope: null }])
    assert.equal(roomOf([reading()], { ...grown, ...changes })?.ahead, undefined);
  const { heapLimitBytes: _, ...older } = reading();
  assert.equal(roomOf([older], grown), undefined);
});

test('what is told of is what the last visitor left, not what was given back later', () => {
  const later = reading({ at: 5000, heapBytes: 21 * MB });
  assert.equal(roomOf([reading(), later], grown)?.heapBytes, 30 * MB);
});
