import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultKind } from '../model/faults.ts';
import type { Experiment } from '../model/plan.ts';
import { proofExperiments } from '../plan/prove.ts';
import { scenarioSettings } from './scenario-settings.ts';

const [experiment] = proofExperiments(['redis'], 1) as [Experiment];
const told = (...kinds: FaultKind[]) =>
  scenarioSettings(
    {
      ...experiment,
      faults: kinds.map((kind, at) => ({ id: `f${at}`, kind, target: 'app-1', atMs: 0, durationMs: 1 })),
    },
    ['http://127.0.0.1:3000'],
  );

test('clients know that a clock is set amid their run, and hold no cookie to its end then, and only then', () => {
  assert.equal(told('app-crash', 'app-clock-skew')['CLOCKS_DIFFER'], 'true');
  assert.ok(!('CLOCKS_DIFFER' in told('app-crash', 'net-partition')));
});
