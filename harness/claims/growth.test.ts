import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allShown } from '../report/testing/runs.ts';
import { changed, verdictOn } from './testing.ts';

/** MemoryStore's growth with another slope. */
const slope = (low: number, high: number, smallestVisible: number) =>
  changed('memory/growth', ({ growth }) => {
    assert.ok(growth?.app.slope);
    Object.assign(growth.app.slope, { bytesPerSession: (low + high) / 2, low, high, smallestVisible });
  });

test('a slope that is told from zero, of which all is held, shows growth', () => {
  assert.equal(verdictOn(allShown().experiments, 'C1', 'memory'), 'shown');
});

test('a slope that cannot be told from zero refutes growth only if a session would have been seen', () => {
  assert.equal(verdictOn(slope(-20, 30, 40), 'C1', 'memory'), 'refuted');
  assert.equal(verdictOn(slope(-900, 1500, 2000), 'C1', 'memory'), 'unknown');
});

test('a heap that gave half of it back neither shows nor refutes that it is kept', () => {
  const experiments = changed('memory/growth', ({ growth }) => {
    assert.ok(growth);
    growth.app.heldAfterTtl = 0.5;
  });
  assert.equal(verdictOn(experiments, 'C1', 'memory'), 'unknown');
});
