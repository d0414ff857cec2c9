import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { METRICS } from '../protocol/metrics.ts';
import { createMetrics } from './metrics.ts';
import { observeStore } from './observe-store.ts';

/** Of an operation, the value of a gauge. */
async function valueOf(metrics: ReturnType<typeof createMetrics>, name: string, operation: string) {
  const { values } = (await metrics.registry.getMetricsAsJSON()).find((metric) => metric.name === name) ?? {};
  return (values ?? []).find(({ labels }) => labels['operation'] === operation)?.value as number;
}

test('calls that have not called back are told by method, with the time since the first of them', async () => {
  const metrics = createMetrics({ store: 'test', instance: 'app-1' });
  const store = new session.MemoryStore();
  const late: (() => void)[] = [];
  store.get = (_sid, found) => void late.push(() => found(null, null));
  observeStore(store, metrics);
  const waiting = () => valueOf(metrics, METRICS.storeWaiting, 'get');
  const longest = () => valueOf(metrics, METRICS.storeLongestWait, 'get');
  assert.equal(await waiting(), 0);
  assert.equal(await longest(), 0);

  const startedMs = performance.now();
  store.get('one', () => {});
  store.get('other', () => {});
  assert.equal(await waiting(), 2);
  const seconds = await longest();
  assert.ok(seconds > 0 && seconds <= (performance.now() - startedMs) / 1000);
  assert.equal(await valueOf(metrics, METRICS.storeWaiting, 'set'), 0);

  late[0]?.();
  assert.equal(await waiting(), 1);
  // A store that calls back twice has still one call less waiting.
  late[0]?.();
  assert.equal(await waiting(), 1);
  late[1]?.();
  assert.equal(await waiting(), 0);
  assert.equal(await longest(), 0);
});

test('a call that threw is not waited for', async () => {
  const metrics = createMetrics({ store: 'test', instance: 'app-1' });
  const store = new session.MemoryStore();
  store.destroy = () => {
    throw new Error('broken');
  };
  observeStore(store, metrics);
  assert.throws(() => store.destroy('sid', () => {}), /broken/);
  assert.equal(await valueOf(metrics, METRICS.storeWaiting, 'destroy'), 0);
});
