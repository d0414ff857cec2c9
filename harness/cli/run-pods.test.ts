import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlannedFault } from '../model/plan.ts';
import { assertOfPods, doneFromWithin } from './run-pods.ts';

const SHOP = { selector: 'app=shop', kind: 'Deployment', name: 'shop' } as const;

function asserts(kind: PlannedFault['kind'], given: Partial<PlannedFault> & { instances?: number } = {}) {
  const { instances = 2, ...fault } = given;
  return () =>
    assertOfPods({
      faults: [{ id: 'f1', kind, target: 'app-1', atMs: 0, durationMs: 0, ...fault }],
      subject: { instances, pods: { context: 'work', namespace: 'shop', app: SHOP } } as never,
    });
}

test('pods can be ended and paused, and not kept away; nothing is between an app and its server', () => {
  asserts('app-crash')();
  asserts('app-pause', { durationMs: 2000 })();
  assert.throws(
    asserts('app-crash', { durationMs: 2000 }),
    /keeps something down, and in a cluster it is back/,
  );
  assert.throws(asserts('wire-down', { durationMs: 2000 }), /puts nothing there in a cluster of yours/);
  assert.throws(asserts('server-crash'), /nobody has said which pods that is/);
});

const how = (word: string, instances: number) =>
  asserts('app-scaled', { durationMs: 5000, parameters: { how: word }, instances });

test('the only pod of an app is not taken away, but may get another one beside it', () => {
  how('in', 2)();
  how('out', 1)();
  assert.throws(how('in', 1), /takes a pod away, and the app has one alone/);
});

const within = (faults: string) => doneFromWithin(faults).map(({ fault, does }) => [fault, does]);

test('what is killed or stopped is done from within its pod, a rolling that is not drained as well', () => {
  assert.deepEqual(within('app-restart@5s, app-rolling@9s,app-scaled(in)@20s'), []);
  assert.deepEqual(within('app-rolling(drained)@5s'), []);
  assert.deepEqual(within('app-rolling(undrained)@5s'), [['app-rolling(undrained)', 'kill']]);
  assert.deepEqual(within('app-crash:app-2@5s,server-pause@9s+1s'), [
    ['app-crash', 'kill'],
    ['server-pause', 'stop'],
  ]);
});
