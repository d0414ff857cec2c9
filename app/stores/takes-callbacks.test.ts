import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { takesCallbacks } from './takes-callbacks.ts';

const TTL_MS = 1000;
// Only what never calls back is waited for to the end.
const limits = { afterPromiseMs: 20, silentMs: 200 };

class Promised extends session.MemoryStore {
  override get = (() => Promise.resolve(null)) as session.MemoryStore['get'];
}

test('a store with callbacks may be used, and nothing is left in it', async () => {
  const store = new session.MemoryStore();
  await takesCallbacks(store, TTL_MS, limits);
  const all = await new Promise((resolve) => store.all?.((_error, sessions) => resolve(sessions)));
  assert.deepEqual(Object.keys(all as object), []);
});

test('a method that gives a promise and never calls back is named at once', async () => {
  await assert.rejects(
    takesCallbacks(new Promised(), TTL_MS, { ...limits, silentMs: 60_000 }),
    /its get\(\) gives a promise and does not call its callback: express-session's stores take callbacks/,
  );
});

test('a promise that is broken says with what', async () => {
  const store = new session.MemoryStore();
  store.set = (() => Promise.reject(new Error('no table'))) as session.MemoryStore['set'];
  await assert.rejects(
    takesCallbacks(store, TTL_MS, limits),
    /its set\(\) gives a promise, broken with "no table",/,
  );
});

test('a method that gives a promise and calls back as well may be used, whichever comes first', async () => {
  const store = new session.MemoryStore();
  store.destroy = ((_sid: string, done: () => void) => {
    setTimeout(done, 10);
    return Promise.resolve();
  }) as session.MemoryStore['destroy'];
  await takesCallbacks(store, TTL_MS, { ...limits, afterPromiseMs: 60_000 });
});

test('a method that does nothing is named when its time is over', async () => {
  const store = new session.MemoryStore();
  store.destroy = () => {};
  await assert.rejects(
    takesCallbacks(store, TTL_MS, limits),
    /its destroy\(\) did not call its callback within 0\.2 s/,
  );
});

test('an error, given or thrown, is for the run to find', async () => {
  const store = new session.MemoryStore();
  store.get = (_sid, found) => found(new Error('no'));
  store.set = () => {
    throw new Error('broken');
  };
  await takesCallbacks(store, TTL_MS, limits);
});
