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
    tell: () => ({ summary: '', steps: [] }),
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
