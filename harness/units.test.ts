import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as units from './units.ts';

test('bytes count in thousands and keep three digits', () => {
  assert.equal(units.formatBytes(0), '0 B');
  assert.equal(units.formatBytes(312), '312 B');
  assert.equal(units.formatBytes(1024), '1.02 KB');
  assert.equal(units.formatBytes(24_060_000), '24.1 MB');
  assert.equal(units.formatBytes(-1500), '-1.5 KB');
});

test('times change their unit where they get long', () => {
  assert.equal(units.formatMs(0.4249), '0.42 ms');
  assert.equal(units.formatMs(2.04), '2.04 ms');
  assert.equal(units.formatMs(212.4), '212 ms');
  assert.equal(units.formatMs(999.9), '1 s');
  assert.equal(units.formatMs(1234), '1.23 s');
  assert.equal(units.formatMs(125_000), '2 min 5 s');
});

test('a ratio is never rounded to all or nothing', () => {
  assert.equal(units.formatPercent(1), '100 %');
  assert.equal(units.formatPercent(0.99999), 'over 99.9 %');
  assert.equal(units.formatPercent(0.00001), 'under 0.1 %');
  assert.equal(units.formatPercent(0), '0 %');
  assert.equal(units.formatPercent(0.496), '49.6 %');
});

test('a slope and its interval share a unit', () => {
  assert.equal(units.formatSlope({ bytesPerSession: 1020, low: 990, high: 1050 }), '1.02 KB ±0.03');
  assert.equal(units.formatSlope({ bytesPerSession: 3, low: -9, high: 15 }), '3 B ±12');
});

test('a long stretch of time has no seconds', () => {
  assert.deepEqual([45_000, 720_000, 11_400_000, 432_000_000].map(units.formatSpan), [
    '45 s',
    '12 min',
    '3 h 10 min',
    '5 days',
  ]);
});

test('nouns agree with their count', () => {
  assert.equal(units.counted(1, 'crash'), '1 crash');
  assert.equal(units.counted(2, 'crash'), '2 crashes');
  assert.equal(units.counted(4, 'late expiry'), '4 late expiries');
  assert.equal(units.counted(4, 'key'), '4 keys');
  assert.equal(units.counted(1204, 'write'), '1,204 writes');
});
