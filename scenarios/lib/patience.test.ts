import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Patience } from './patience.ts';

const LIMIT_MS = 60_000;

function waiting() {
  let now = 0;
  const patience = new Patience(() => now, { limitMs: LIMIT_MS });
  const after = (ms: number, answered = false) => {
    now += ms;
    patience.see(answered);
    return [patience.isShort, patience.isOver];
  };
  return { after };
}

test('without an answer a question is asked again for ten seconds, and others for five more', () => {
  const { after } = waiting();
  assert.deepEqual(after(9000), [false, false]);
  assert.deepEqual(after(1001), [true, false]);
  assert.deepEqual(after(5000), [true, true]);
});

test('an answer gives it all its patience back, until its time is over', () => {
  const { after } = waiting();
  for (let ms = 9000; ms < LIMIT_MS; ms += 9000) assert.deepEqual(after(9000, true), [false, false]);
  assert.deepEqual(after(9000, true), [false, true]);
});

const silentFor = (beenSilentMs: number) => new Patience(() => 1e6, { limitMs: LIMIT_MS, beenSilentMs });

test('who had waited for long enough before waits no longer', () => {
  assert.deepEqual([silentFor(14_999).isOver, silentFor(15_001).isOver], [false, true]);
});
