import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultLine } from '../../protocol/history.ts';
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
const nothing = { perFault: [], recoveries: new Map<string, never>() };

test('a fault that healed took effect, and has what the judge says of it', () => {
  const log = new FaultLog();
  log.fault(line('onset', 1000));
  log.fault(line('healed', 1500));
  const perFault = [{ id: 'f1', sessionsBefore: 3, sessionsLost: 1 }];
  const recoveries = new Map([['f1', { verdict: 'pass', unavailableMs: 501, toRecoveryMs: 10 } as const]]);
  const [fault] = log.results(planned, { perFault, recoveries });
  assert.equal(fault?.tookEffect, true);
  assert.equal(fault?.healedMs, 1500);
  assert.equal(fault?.unavailableMs, 501);
  assert.deepEqual(fault?.recovery, { verdict: 'pass', toRecoveryMs: 10 });
  assert.equal(fault?.sessionsLost, 1);
});

test('a fault that failed, or never came, did not take effect', () => {
  const log = new FaultLog();
  assert.equal(log.results(planned, nothing)[0]?.tookEffect, false);
  log.fault(line('onset', 1000));
  log.fault(line('failed', 1100));
  const [fault] = log.results(planned, nothing);
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
  const results = log.results(planned, nothing);
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
