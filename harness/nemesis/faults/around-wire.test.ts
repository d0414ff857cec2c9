import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { ROUTES } from '../../../protocol/routes.ts';
import { createMetrics } from '../../../app/metrics.ts';
import { observeStore } from '../../../app/observe-store.ts';
import { FailingStore, serve } from '../../../app/testing.ts';
import type { AppInstance } from '../../platform/subject.ts';
import express from 'express';
import { acknowledged, moreThan, soonerThan, watchAround } from './around-wire.ts';

const CUT = acknowledged('while its wire was cut');
const SLOW = soonerThan(150);

/** An instance whose metrics are served, and its store. */
async function instance() {
  const metrics = createMetrics({ store: 'test', instance: 'app-1' });
  const store = observeStore(new FailingStore(), metrics);
  const app = express().get(ROUTES.metrics, async (_request, response) => {
    response.send(await metrics.registry.metrics());
  });
  const served = await serve(app);
  const save = () =>
    new Promise((done) => {
      store.set('sid', { cookie: new session.Cookie() } as session.SessionData, done);
    });
  return {
    part: { name: 'app-1', url: served.url } as AppInstance,
    store,
    save,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  };
}

test('saves that were acknowledged behind a cut wire show that it had no effect', async () => {
  await using app = await instance();
  await app.save();
  const look = await watchAround(app.part, CUT);
  await app.save();
  await assert.rejects(
    look(),
    /the store of app-1 acknowledged 1 saves while its wire was cut: it goes around/,
  );
});

test('saves from before the cut are none of these, and those that failed are told', async () => {
  await using app = await instance();
  await app.save();
  const look = await watchAround(app.part, CUT);
  app.store.failing = true;
  await app.save();
  await app.save();
  assert.deepEqual(await look(), { savedMeanwhile: 0, failedMeanwhile: 2 });
});

test('an instance that says nothing is no evidence of anything', async () => {
  assert.deepEqual(await (await watchAround(undefined, CUT))(), {});
  const gone = { name: 'app-1', url: 'http://127.0.0.1:1' } as AppInstance;
  assert.deepEqual(await (await watchAround(gone, SLOW))(), {});
});

test('saves that were answered sooner than a slow wire lets them through show that it had no effect', async () => {
  await using app = await instance();
  await app.save();
  const look = await watchAround(app.part, SLOW);
  await app.save();
  await assert.rejects(
    look(),
    /acknowledged 1 saves sooner than its slow wire lets them through: it goes around/,
  );
});

test('saves that took as long as over a slow wire, and those that failed at once, show nothing of the kind', async () => {
  await using app = await instance();
  const look = await watchAround(app.part, SLOW);
  app.store.failing = true;
  await app.save();
  app.store.failing = false;
  app.store.delayMs = 150;
  await app.save();
  assert.deepEqual(await look(), { savedMeanwhile: 1, failedMeanwhile: 1 });
});

test('how soon is too soon goes by what the wire was slowed down by', async () => {
  await using app = await instance();
  app.store.delayMs = 40;
  const much = await watchAround(app.part, soonerThan(2000));
  const little = await watchAround(app.part, soonerThan(20));
  const none = await watchAround(app.part, soonerThan(0.1));
  await app.save();
  await assert.rejects(much(), /acknowledged 1 saves sooner/);
  assert.deepEqual(await little(), { savedMeanwhile: 1, failedMeanwhile: 0 });
  assert.deepEqual(await none(), { savedMeanwhile: 1, failedMeanwhile: 0 });
});

test('more saves than a narrow wire can have carried show that it had no effect', async () => {
  await using app = await instance();
  const narrow = await watchAround(app.part, moreThan(0.001));
  const wide = await watchAround(app.part, moreThan(1_000_000));
  for (let saves = 0; saves < 200; saves++) await app.save();
  await assert.rejects(narrow(), /acknowledged \d+ saves more than its narrow wire can carry/);
  assert.deepEqual(await wide(), { savedMeanwhile: 200, failedMeanwhile: 0 });
});

test('an app that tells nothing of its saves is seen by a session that it gives out, or does not', async () => {
  const app = { name: 'app-1', isForeign: true, url: '' } as const as unknown as AppInstance;
  const seen = async (sign: typeof CUT | undefined, readMs: number | undefined) =>
    (await watchAround(app, sign, () => Promise.resolve(readMs)))();
  assert.deepEqual(await seen(CUT, undefined), { atApp: 'it could not read a session' });
  await assert.rejects(
    seen(CUT, 3),
    /gave out a session after 3 ms, while its wire was cut: its sessions are/,
  );
  assert.deepEqual(await seen(SLOW, 151), { atApp: 'it read a session in 151 ms' });
  await assert.rejects(seen(SLOW, 12), /after 12 ms, sooner than its slow wire/);
  assert.deepEqual(await seen(undefined, 3), { atApp: 'it read a session in 3 ms' });
});
