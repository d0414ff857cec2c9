import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as runs from '../report/testing/runs.ts';
import { covers, outOfScope } from './scope.ts';

const run = runs.allShown();
const restart = run.experiments.find(({ id }) => id === 'memory/restart');
assert.ok(restart);

test('a rule finds a store by its id and by the name that tables show', () => {
  for (const store of ['memory', 'MemoryStore', 'Memory*', 'mem?ry'])
    assert.ok(covers({ store }, restart, run));
  for (const store of ['Memory', 'redis', 'Redis']) assert.ok(!covers({ store }, restart, run));
});

test('a rule finds an experiment by its last part, and by its id with either name of its store', () => {
  for (const experiment of ['restart', 'memory/restart', 'MemoryStore/restart', '*/restart', 'MemoryStore/*'])
    assert.ok(covers({ experiment }, restart, run), experiment);
  for (const experiment of ['instances', 'redis/restart', 'MemoryStore'])
    assert.ok(!covers({ experiment }, restart, run), experiment);
});

test('a name that nothing matches gets the nearest one', () => {
  assert.match(
    outOfScope({ store: 'MemoryStor' }, run),
    /Did you mean "MemoryStore"\? Known: memory, MemoryStore,/,
  );
  assert.match(outOfScope({ experiment: 'memory/restat' }, run), /Did you mean "memory\/restart"/);
  assert.match(outOfScope({ experiment: 'restat' }, run), /Did you mean "restart"/);
});
