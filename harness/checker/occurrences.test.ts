import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from './finding.ts';
import { Occurrences } from './occurrences.ts';

function finding(end: number, instance?: string): Finding {
  const seen = { op: 'read', session: 's', client: 'c', outcome: 'ok', due: 0, start: end - 1, end } as const;
  return {
    session: 's',
    seen: { ...seen, instance },
    from: end - 1,
    to: end,
    describe: () => ({ summary: '', steps: [] }),
  };
}

test('anomalies are told apart by kind, instance, fault and second, and all are counted', () => {
  const all = new Occurrences();
  all.add('lost-write', finding(2500, 'app-2'));
  for (const end of [100, 900, 1100]) all.add('lost-session', finding(end, 'app-1'));
  all.add('lost-session', finding(950));
  const windows = [{ id: 'f1', fromMs: 2000, effectMs: 2500, toMs: 3000 }];
  assert.deepEqual(all.times(windows), [
    { kind: 'lost-session', atMs: 0, instance: 'app-1', count: 2 },
    { kind: 'lost-session', atMs: 0, count: 1 },
    { kind: 'lost-session', atMs: 1000, instance: 'app-1', count: 1 },
    { kind: 'lost-write', atMs: 2000, instance: 'app-2', fault: 'f1', count: 1 },
  ]);
});

test('what may have brought anomalies about is every fault that was at work, and who had last shown what is gone', () => {
  const all = new Occurrences();
  const lost = { among: [finding(2500, 'app-1').seen], count: 1 };
  all.add('lost-session', { ...finding(2500, 'app-1'), from: 900, shownBy: 'app-1', lost });
  all.add('lost-session', { ...finding(2600, 'app-1'), from: 900, shownBy: 'app-1' });
  all.add('lost-session', { ...finding(2500, 'app-2'), from: 900, shownBy: 'app-1' });
  all.add('lost-session', finding(5000));
  const windows = [
    { id: 'f1', fromMs: 1000, effectMs: 1100, toMs: 1200 },
    { id: 'f2', fromMs: 2000, effectMs: 2100, toMs: 2200 },
  ];
  const faults = ['f1', 'f2'];
  assert.deepEqual(
    all.charges(windows, (one) => one === lost),
    [
      { kind: 'lost-session', faults, atOneInstance: true, count: 2, unsaved: 1 },
      { kind: 'lost-session', faults, count: 1, unsaved: 0 },
      { kind: 'lost-session', faults: [], count: 1, unsaved: 0 },
    ],
  );
});
