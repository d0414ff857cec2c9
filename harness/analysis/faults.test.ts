import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultLine, OperationLine } from '../../protocol/history.ts';
import type { PlannedFault } from '../model/plan.ts';
import { FaultLog } from './faults.ts';

const planned: PlannedFault[] = [{ id: 'f1', kind: 'app-crash', target: 'app-1', atMs: 1000, durationMs: 0 }];
const line = (phase: FaultLine['phase'], at: number): FaultLine => ({
  fault: 'app-crash',
  id: 'f1',
  target: 'app-1',
  phase,
  at,
});
const operation = (start: number, outcome: OperationLine['outcome']): OperationLine => ({
  op: 'read',
  session: 's',
  client: 'c',
  outcome,
  due: start,
  start,
  end: start + 1,
});

test('the time without the app runs from the first failure to the first acknowledgement after it', () => {
  const log = new FaultLog();
  log.operation(operation(990, 'ok'));
  log.fault(line('onset', 1000));
  log.operation(operation(1010, 'info'));
  log.operation(operation(1300, 'fail'));
  log.fault(line('healed', 1500));
  log.operation(operation(1510, 'ok'));
  const [fault] = log.results(planned, []);
  assert.equal(fault?.unavailableMs, 501);
  assert.equal(fault?.tookEffect, true);
  assert.equal(fault?.healedMs, 1500);
});

test('an answer of another instance during the fault does not end the time without the app', () => {
  const log = new FaultLog();
  log.fault(line('onset', 1000));
  log.operation(operation(1010, 'fail'));
  log.operation(operation(1020, 'ok'));
  log.fault(line('healed', 1600));
  log.operation(operation(1610, 'ok'));
  assert.equal(log.results(planned, [])[0]?.unavailableMs, 601);
});

test('a fault that failed, or never came, did not take effect', () => {
  const log = new FaultLog();
  assert.equal(log.results(planned, [])[0]?.tookEffect, false);
  log.fault(line('onset', 1000));
  log.fault(line('failed', 1100));
  const [fault] = log.results(planned, []);
  assert.equal(fault?.tookEffect, false);
  assert.equal(fault?.healedMs, undefined);
});

test('what broke by itself stands behind what was planned, and is marked', () => {
  const log = new FaultLog();
  const own = { fault: 'out-of-memory', id: 'unplanned-1', target: 'app-2' } as const;
  log.fault({ ...own, phase: 'onset', at: 400 });
  log.fault({ ...own, phase: 'healed', at: 900 });
  log.fault(line('onset', 1000));
  log.fault(line('healed', 1500));
  const results = log.results(planned, []);
  assert.deepEqual(
    results.map(({ kind, planned: isPlanned, onsetMs, tookEffect }) => [
      kind,
      isPlanned,
      onsetMs,
      tookEffect,
    ]),
    [
      ['app-crash', true, 1000, true],
      ['out-of-memory', false, 400, true],
    ],
  );
});
