import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { ROUTES } from '../../../protocol/routes.ts';
import { createMetrics } from '../../../app/metrics.ts';
import { observeStore } from '../../../app/observe-store.ts';
import { FailingStore, serve } from '../../../app/testing.ts';
import type { AppInstance } from '../../platform/subject.ts';
import express from 'express';
import { watchAround } from './around-wire.ts';

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
  const look = await watchAround(app.part, 'cut');
  await app.save();
  await assert.rejects(
    look(),
    /the store of app-1 acknowledged 1 saves while its wire was cut: it goes around/,
  );
});

test('saves from before the cut are none of these, and those that failed are told', async () => {
  await using app = await instance();
  await app.save();
  const look = await watchAround(app.part, 'cut');
  app.store.failing = true;
  await app.save();
  await app.save();
  assert.deepEqual(await look(), { savedMeanwhile: 0, failedMeanwhile: 2 });
});

test('an instance that says nothing is no evidence of anything', async () => {
  assert.deepEqual(await (await watchAround(undefined, 'cut'))(), {});
  const gone = { name: 'app-1', url: 'http://127.0.0.1:1' } as AppInstance;
  assert.deepEqual(await (await watchAround(gone, 'slow'))(), {});
});

test('saves that were answered sooner than a slow wire lets them through show that it had no effect', async () => {
  await using app = await instance();
  await app.save();
  const look = await watchAround(app.part, 'slow');
  await app.save();
  await assert.rejects(
    look(),
    /acknowledged 1 saves sooner than its slow wire lets them through: it goes around/,
  );
});

test('saves that took as long as over a slow wire, and those that failed at once, show nothing of the kind', async () => {
  await using app = await instance();
  const look = await watchAround(app.part, 'slow');
  app.store.failing = true;
  await app.save();
  app.store.failing = false;
  app.store.delayMs = 150;
  await app.save();
  assert.deepEqual(await look(), { savedMeanwhile: 1, failedMeanwhile: 1 });
});
