import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisEndMs, bucketMs } from './axis.ts';
import { buckets, experiment, fault, growth } from './testing/experiments.ts';
import { failedDuring } from './toll.ts';

test('a time axis holds whatever comes after the last operation', () => {
  const short = { durationMs: 900, buckets: buckets(1000, []) };
  assert.equal(axisEndMs(experiment('redis', short)), 1000);
  assert.equal(axisEndMs(experiment('redis', { ...short, growth: growth(3, 312) })), 20_000);
  assert.equal(axisEndMs(experiment('redis', { ...short, faults: [fault('app-crash', 800)] })), 1700);
});

test('buckets are as wide as the smallest distance between two', () => {
  assert.equal(bucketMs(buckets(5000, [])), 500);
  assert.equal(bucketMs([]), 1000);
});

test('what failed is counted once, in the buckets that a fault touches', () => {
  const crash = fault('app-crash', 1000);
  const during = experiment('redis', { durationMs: 5000, buckets: buckets(5000, [crash]), faults: [crash] });
  assert.equal(failedDuring([crash], during), 150);
  assert.equal(failedDuring([crash, crash], during), 150);
  assert.equal(failedDuring([], during), 0);
});
