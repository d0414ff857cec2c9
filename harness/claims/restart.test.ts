import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allShown, redisLostAWrite } from '../report/testing/runs.ts';
import { changed, resultsOf, verdictOn } from './testing.ts';

/** MemoryStore's restart and crash, in each of which all of so many sessions but `kept` are lost. */
const memory = (before: number, kept = 0) =>
  changed('memory/restart', ({ faults }) => {
    for (const fault of faults) Object.assign(fault, { sessionsBefore: before, sessionsLost: before - kept });
  });

test('a store that kept all, and one that lost all, are shown to', () => {
  assert.equal(verdictOn(memory(212), 'C2', 'memory'), 'shown');
  assert.equal(verdictOn(allShown().experiments, 'C5', 'redis'), 'shown');
});

test('one lost write refutes that a store keeps everything, and is named', () => {
  const found = resultsOf(redisLostAWrite().experiments, 'C5', 'redis');
  const refuted = found.filter(({ verdict }) => verdict === 'refuted');
  assert.equal(refuted.length, 1);
  assert.match(refuted[0]?.reason ?? '', /lost-write/);
});

for (const [id, store] of [
  ['C2', 'memory'],
  ['C5', 'redis'],
] as const)
  test(`a fault that did not take effect shows nothing of ${id}`, () => {
    const experiments = changed(`${store}/restart`, ({ faults }) => {
      for (const fault of faults) fault.tookEffect = false;
    });
    assert.equal(verdictOn(experiments, id, store), 'unknown');
  });

test('MemoryStore that kept a session through a restart refutes that it loses all', () => {
  assert.equal(verdictOn(memory(212, 1), 'C2', 'memory'), 'refuted');
});

test('no acknowledged write is unknown and never shown', () => {
  const idle = changed('redis/restart', ({ counts }) => {
    counts.writesAcknowledged = 0;
    counts.writesLost = 0;
  });
  assert.equal(verdictOn(idle, 'C5', 'redis'), 'unknown');
});

test('no session to lose is unknown and never shown', () => {
  assert.equal(verdictOn(memory(0), 'C2', 'memory'), 'unknown');
  const unseen = changed('redis/restart', ({ faults }) => {
    for (const fault of faults) Object.assign(fault, { sessionsBefore: 0, sessionsLost: 0 });
  });
  assert.equal(verdictOn(unseen, 'C5', 'redis'), 'unknown');
});
