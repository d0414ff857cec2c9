import assert from 'node:assert/strict';
import { test } from 'node:test';
import { made, resultsOf, testVerdicts, type Observed } from './testing.ts';

/** So many reads, of which so many found no session; a sticky balancer until one instance crashed, or did not. */
const seen = (reads: number, readsAbsent: number, tookEffect = true): Observed => ({
  'two-instances': { counts: { reads, readsAbsent, sessionsUnavailable: readsAbsent } },
  sticky: {
    faults: [
      {
        id: 'f1',
        kind: 'app-crash',
        target: 'app-2',
        planned: true,
        onsetMs: 2000,
        healedMs: 2500,
        tookEffect,
        evidence: {},
        sessionsBefore: 120,
        sessionsLost: 52,
      },
    ],
  },
});

testVerdicts('C3', 'memory', [
  ['shown', 'half of the reads are at the wrong instance', seen(100, 50)],
  ['refuted', 'all find their session', seen(100, 0)],
  ['unknown', 'a few do not find it', seen(100, 5)],
  ['unknown', 'nothing was read', seen(0, 0)],
  ['unknown', 'the crash did not take effect', seen(100, 50, false)],
]);

for (const [times, verdict] of [
  [0, 'shown'],
  [1, 'refuted'],
] as const)
  test(`that Redis is shared is ${verdict} where ${times} sessions were not found by an instance`, () => {
    const experiments = [made('redis', 'two-instances', { anomalyCounts: { 'session-unavailable': times } })];
    const shared = resultsOf(experiments, 'C5', 'redis').find(({ text }) => text.includes('shared'));
    assert.equal(shared?.verdict, verdict);
  });
