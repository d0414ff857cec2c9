import assert from 'node:assert/strict';
import test from 'node:test';
import type { FaultLine } from '../../protocol/history.ts';
import { faultsWithin, faultWindows, onlyFaultWithin } from './faults.ts';

const line = (id: string, phase: FaultLine['phase'], at: number): FaultLine => ({
  fault: 'app-crash',
  id,
  phase,
  target: 'app-1',
  at,
});

test('a fault holds from its onset until it healed, and without end where it did not', () => {
  assert.deepEqual(faultWindows([line('a', 'onset', 10), line('b', 'onset', 15), line('a', 'healed', 20)]), [
    { id: 'a', fromMs: 10, effectMs: 20, toMs: 20 },
    { id: 'b', fromMs: 15, effectMs: 15, toMs: Infinity },
  ]);
});

const skew = (phase: FaultLine['phase'], at: number) => ({
  ...line('a', phase, at),
  fault: 'app-clock-skew',
});

test('what a clock that was wrong has done may show at any time after it was put right', () => {
  assert.deepEqual(faultWindows([skew('onset', 10), skew('healed', 20)]), [
    { id: 'a', fromMs: 10, effectMs: 20, toMs: Infinity },
  ]);
  assert.deepEqual(faultWindows([skew('onset', 10), skew('failed', 20)]), []);
});

test('what was ended is known to be gone before it is back, where the evidence says when', () => {
  const healed = { ...line('a', 'healed', 20), evidence: { goneAfterMs: 3 } };
  assert.deepEqual(faultWindows([line('a', 'onset', 10), healed]), [
    { id: 'a', fromMs: 10, effectMs: 13, toMs: 20 },
  ]);
});

test('a fault that failed to take effect never held', () => {
  assert.deepEqual(faultWindows([line('a', 'onset', 10), line('a', 'failed', 12)]), []);
});

test('what came about between two times may be of any fault that held between them, and is laid to an only one', () => {
  const windows = faultWindows([line('a', 'onset', 10), line('a', 'healed', 20), line('b', 'onset', 15)]);
  const within = (from: number, to: number) => faultsWithin(windows, from, to).map(({ id }) => id);
  assert.deepEqual(within(20, 30), ['a', 'b']);
  assert.deepEqual(within(21, 30), ['b']);
  assert.deepEqual(within(0, 9), []);
  assert.equal(onlyFaultWithin(windows, 20, 30), undefined);
  assert.equal(onlyFaultWithin(windows, 21, 30)?.id, 'b');
  assert.equal(onlyFaultWithin(windows, 0, 9), undefined);
});
