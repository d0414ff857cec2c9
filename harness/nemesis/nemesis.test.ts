import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultLine } from '../../protocol/history.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { StartedSubject } from '../platform/subject.ts';
import { runNemesis, type Clients } from './nemesis.ts';

const fault = (id: string) => ({ id, kind: 'wire-down', target: 'app-1', atMs: 0, durationMs: 0 }) as const;

/** Two faults at once, on a subject that has no wire: each fails as soon as it is tried. */
async function onsetsWith(clients: Omit<Clients, 'count'>, clock: () => number): Promise<number[]> {
  const lines: FaultLine[] = [];
  await runNemesis({
    faults: [fault('f1'), fault('f2')] satisfies PlannedFault[],
    subject: { instances: [], wires: [] } as unknown as StartedSubject,
    clock,
    signal: new AbortController().signal,
    onFault: (line) => void lines.push(line),
    clients: { count: 40, ...clients },
  });
  return lines.filter(({ phase }) => phase === 'onset').map(({ at }) => at);
}

/** A clock that goes on by 100 ms with each look at it. */
function clockOf() {
  let now = 0;
  return () => (now += 100);
}

test('a subject is broken anew when its clients have found it again, and not before', async () => {
  let found = 0;
  // One more with each look.
  const [, second = 0] = await onsetsWith({ found: () => found++, endMs: 60_000 }, clockOf());
  assert.ok(found >= 40, `${found} by then`);
  assert.ok(second >= 1000 && second < 20_000, `${second} ms`);
});

test('where they find nothing any more, the next fault waits for them no longer than it may', async () => {
  const [, never = 0] = await onsetsWith({ found: () => 0, endMs: 60_000 }, clockOf());
  assert.ok(never >= 10_000 && never < 13_000, `${never} ms`);
  const [, ended = 0] = await onsetsWith({ found: () => 0, endMs: 3000 }, clockOf());
  assert.ok(ended < 5000, `${ended} ms`);
});
