import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultLine } from '../../protocol/history.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { StartedSubject, Wire } from '../platform/subject.ts';
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

const nothing = () => Promise.resolve();
const wireOf = (instance: string): Wire => ({
  instance,
  cut: nothing,
  add: nothing,
  assertSpoilt: nothing,
  restore: nothing,
});

/** Faults on a subject whose wires are cut without anything being done: what is at work when each begins and ends. */
async function phasesOf(faults: readonly Omit<PlannedFault, 'id'>[], signal = new AbortController().signal) {
  const startedMs = performance.now();
  const lines: string[] = [];
  await runNemesis({
    faults: faults.map((each, index) => ({ ...each, id: `f${index + 1}` })),
    subject: { instances: [], wires: [wireOf('app-1'), wireOf('app-2')] } as unknown as StartedSubject,
    clock: () => performance.now() - startedMs,
    signal,
    onFault: ({ id, phase }) => void lines.push(`${id} ${phase}`),
    clients: { count: 1, found: () => performance.now(), endMs: 60_000 },
  });
  return lines;
}
const cut = (target: string, atMs: number, durationMs: number) =>
  ({ kind: 'wire-down', target, atMs, durationMs }) as const;

test('faults that overlap by plan are at work at once, and those that hit the same thing are not', async () => {
  assert.deepEqual(await phasesOf([cut('app-1', 0, 600), cut('app-2', 50, 50)]), [
    'f1 onset',
    'f2 onset',
    'f2 healed',
    'f1 healed',
  ]);
  assert.deepEqual(await phasesOf([cut('app-1', 0, 200), cut('app-1', 50, 50)]), [
    'f1 onset',
    'f1 healed',
    'f2 onset',
    'f2 healed',
  ]);
  // One that ends as the next begins is no overlap: that one waits until clients have found the subject again.
  assert.deepEqual(await phasesOf([cut('app-1', 0, 100), cut('app-2', 100, 0)]), [
    'f1 onset',
    'f1 healed',
    'f2 onset',
    'f2 healed',
  ]);
});

test('an interruption ends all that are at work, and is told', async () => {
  const over = new AbortController();
  const running = phasesOf([cut('app-1', 0, 60_000), cut('app-2', 10, 60_000)], over.signal);
  setTimeout(() => over.abort(new Error('enough')), 100);
  await assert.rejects(running, /enough/);
});
