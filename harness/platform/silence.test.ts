import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { createMetrics } from '../../app/metrics.ts';
import { observeStore } from '../../app/observe-store.ts';
import { heardIn, Silence, silenceOf } from './silence.ts';

const PATIENCE_MS = 5000;
const waiting = [{ operation: 'set', calls: 3, longestMs: 6000 }];

test("what waits for its callback is read from an app's metrics", async () => {
  const metrics = createMetrics({ store: 'test', instance: 'app-1' });
  const store = observeStore(new session.MemoryStore(), metrics);
  await new Promise((resolve) => store.get('sid', resolve));
  store.set = () => {};
  observeStore(store, metrics);
  store.set('sid', { cookie: new session.Cookie() } as session.SessionData, () => {});
  const heard = heardIn(await metrics.registry.metrics());
  assert.equal(heard.calledBack, 1);
  assert.deepEqual(
    heard.waiting.map(({ operation, calls }) => [operation, calls]),
    [['set', 1]],
  );
  assert.ok((heard.waiting[0]?.longestMs ?? 0) > 0);
});

test('the method, how many calls and since when are told of what has waited long enough', () => {
  const heard = { calledBack: 9, waiting: [...waiting, { operation: 'get', calls: 1, longestMs: 5500.4 }] };
  assert.equal(
    silenceOf(heard, PATIENCE_MS, 8000),
    'its store has not called back for 6.0 s: of set() 3 calls wait, since 2.0 s; of get() 1 call waits, since 2.5 s of the experiment',
  );
  assert.equal(silenceOf(heard, 7000, 8000), undefined);
});

test('a store is silent when it owes answers and has given none for its time, look after look', () => {
  const silence = new Silence(PATIENCE_MS);
  const heard = { calledBack: 9, waiting };
  const seen = [0, 2000, 4000, 4900, 5100].map((atMs) => silence.see(heard, atMs) !== undefined);
  assert.deepEqual(seen, [false, false, false, false, true]);
});

test('a store that answers now and then, and one that owes nothing, are not silent', () => {
  const slow = new Silence(PATIENCE_MS);
  for (let look = 0; look < 30; look++)
    assert.equal(slow.see({ calledBack: Math.floor(look / 4), waiting }, look * 1000), undefined);
  const idle = new Silence(PATIENCE_MS);
  for (let look = 0; look < 30; look++)
    assert.equal(idle.see({ calledBack: 9, waiting: [] }, look * 1000), undefined);
});

test('a machine that slept, and is seen once when it wakes, is not silent', () => {
  const silence = new Silence(PATIENCE_MS);
  silence.see({ calledBack: 9, waiting }, 0);
  assert.equal(silence.see({ calledBack: 9, waiting }, 60_000), undefined);
});
