import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { createMetrics } from './metrics.ts';
import { observeStore } from './observe-store.ts';
import { FailingStore, observedApp, serve, valueOf } from './testing.ts';

const metrics = () => createMetrics({ store: 'test', instance: 'app-1' });
const json = { 'content-type': 'application/json' };
const create = (url: string) =>
  fetch(`${url}/probe/session`, { method: 'POST', headers: json, body: JSON.stringify({ owner: 's-1' }) });

test('an observed store is the same object and still an EventEmitter of its class', () => {
  const store = new session.MemoryStore();
  assert.equal(observeStore(store, metrics()), store);
  assert.ok(store instanceof session.MemoryStore);
  assert.deepEqual(Object.keys(store), Object.keys(new session.MemoryStore()));
});

test('errors of each operation are counted from 0 on, so that Prometheus sees the first', async () => {
  const counted = metrics();
  observeStore(new session.MemoryStore(), counted);
  const { values } = await counted.storeErrors.get();
  assert.ok(values.some(({ labels, value }) => labels['operation'] === 'set' && value === 0));
});

test('methods keep their names and lengths, and one that was not there is still not there', () => {
  const bare = new session.MemoryStore();
  const store = new session.MemoryStore();
  (store as { touch: unknown }).touch = undefined;
  observeStore(store, metrics());
  assert.equal('touch' in store && typeof store['touch'], 'undefined');
  assert.equal(store.get.length, bare.get.length);
  assert.equal(store.get.name, bare.get.name);
  assert.equal('reload' in store, 'reload' in bare);
});

test('arguments, `this`, return value and callback results pass through', () => {
  const seen: unknown[] = [];
  class Odd extends session.MemoryStore {
    override get(...parameters: Parameters<session.MemoryStore['get']>): void {
      seen.push(this, parameters.length, parameters[0]);
      (parameters[1] as (...results: unknown[]) => void)(undefined, 'session', 'extra');
      return 'returned' as unknown as undefined;
    }
  }
  const store = observeStore(new Odd(), metrics());
  const results: unknown[] = [];
  const returned = store.get('sid', (...all: unknown[]) => results.push(...all)) as unknown;
  assert.equal(returned, 'returned');
  assert.deepEqual(results, [undefined, 'session', 'extra']);
  assert.deepEqual(seen, [store, 2, 'sid']);
});

test('a callback that is called again is passed on, counted as repeated, and as no call of its own', async () => {
  class Twice extends session.MemoryStore {
    override destroy(sid: string, done?: (error?: unknown) => void): void {
      super.destroy(sid, () => {
        done?.();
        done?.();
      });
    }
  }
  const counted = metrics();
  const store = observeStore(new Twice(), counted);
  let called = 0;
  await new Promise<void>((resolve) => store.destroy('sid', () => ++called === 2 && resolve()));
  assert.equal(await valueOf(counted.storeRepeats), 1);
  assert.match(
    await counted.registry.metrics(),
    /holdfast_store_operation_duration_seconds_count\{[^}]*operation="destroy"[^}]*\} 1\n/,
  );
});

test('an exception of the store passes through and is counted', async () => {
  class Throwing extends session.MemoryStore {
    override get(): void {
      throw new Error('broken');
    }
  }
  const meters = metrics();
  const store = observeStore(new Throwing(), meters);
  assert.throws(() => (store as session.Store).get('sid', () => {}), /broken/);
  assert.equal(await valueOf(meters.storeErrors), 1);
});

test('an implicit save that fails is acknowledged with 200 and counted as unsaved', async () => {
  const store = new FailingStore();
  const { app, metrics: meters } = observedApp(store, 'implicit');
  await using served = await serve(app);
  store.failing = true;
  const response = await create(served.url);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { owner: 's-1' });
  assert.equal(await valueOf(meters.unsaved), 1);
});

test('an unawaited save that fails is acknowledged with 200 and counted as unsaved', async () => {
  const store = new FailingStore();
  const { app, metrics: meters } = observedApp(store, 'unawaited');
  await using served = await serve(app);
  store.failing = true;
  const response = await create(served.url);
  await response.text();
  assert.equal(response.status, 200);
  assert.ok((await valueOf(meters.unsaved)) >= 1);
});

test('an awaited save that fails is answered with 500 and is no unsaved acknowledgement', async () => {
  const store = new FailingStore();
  const { app, metrics: meters } = observedApp(store, 'awaited');
  await using served = await serve(app);
  store.failing = true;
  const response = await create(served.url);
  await response.text();
  assert.equal(response.status, 500);
  assert.equal(await valueOf(meters.unsaved), 0);
});

test('a session is counted as created once, and not again when it is written to', async () => {
  const { app, metrics: meters } = observedApp(new session.MemoryStore(), 'implicit');
  await using served = await serve(app);
  const created = await create(served.url);
  const cookie = created.headers.get('set-cookie')?.split(';')[0] ?? '';
  const body = JSON.stringify({ value: 1 });
  const written = await fetch(`${served.url}/probe/session/keys/a`, {
    method: 'PUT',
    headers: { ...json, cookie },
    body,
  });
  assert.equal(written.status, 200);
  assert.equal(await valueOf(meters.sessionsCreated), 1);
});
