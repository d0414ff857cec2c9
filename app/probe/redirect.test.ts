import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { ROUTES } from '../../protocol/routes.ts';
import type { SaveMode } from '../../protocol/app-settings.ts';
import { observedApp, serve } from '../testing.ts';

/** A store whose writes take effect, and are acknowledged, when the test says so. */
class Held extends session.MemoryStore {
  holds = false;
  release: () => void = () => {};

  override set(sid: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    if (this.holds) this.release = () => super.set(sid, data, done);
    else super.set(sid, data, done);
  }
}

async function started(mode: SaveMode) {
  const store = new Held();
  const served = await serve(observedApp(store, mode).app);
  const post = (path: string, body: object, cookie = '') =>
    fetch(served.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
      redirect: 'manual',
    });
  const made = await post(ROUTES.session, { owner: 's-1', key: 'a', value: 1 });
  const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? '';
  return Object.assign(served, { store, post, cookie });
}

for (const [mode, arrives] of [
  ['implicit', 'at once'],
  ['unawaited', 'at once'],
  ['awaited', 'when it is saved'],
] as const)
  test(`a redirect's headers come ${arrives}, saved ${mode}`, async () => {
    await using app = await started(mode);
    app.store.holds = true;
    const answer = app.post(`${ROUTES.redirectKey}/a`, { value: 2 }, app.cookie);
    if (arrives === 'at once') await answer;
    else {
      const limit = new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 200));
      assert.equal(await Promise.race([answer, limit]), 'nothing yet');
    }
    app.store.release();
    const { status, headers } = await answer;
    assert.equal(status, 302);
    assert.equal(headers.get('location'), `${ROUTES.key}/a?by=`);
    // Go's client waits for the end of a page of 2,048 bytes.
    assert.ok(Number(headers.get('content-length')) > 2048);
    const read = await fetch(`${app.url}${ROUTES.key}/a`, { headers: { cookie: app.cookie } });
    assert.deepEqual(await read.json(), { owner: 's-1', key: 'a', value: 2 });
  });

test('a login that redirects gives a new id, and sends to what it wrote', async () => {
  await using app = await started('implicit');
  const wanted = { owner: 's-2', key: 'user', value: 7 };
  const { headers } = await app.post(ROUTES.redirectLogin, wanted, app.cookie);
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  assert.notEqual(cookie, app.cookie);
  const read = await fetch(app.url + headers.get('location'), { headers: { cookie } });
  assert.deepEqual(await read.json(), { owner: 's-2', key: 'user', value: 7 });
});

test('a redirect leads to another port of the same machine, and never to another machine', async () => {
  await using app = await started('implicit');
  for (const [host, location] of [
    ['127.0.0.1:1', `http://127.0.0.1:1${ROUTES.key}/a?by=`],
    ['elsewhere:80', `${ROUTES.key}/a?by=`],
    ['elsewhere#127.0.0.1', `${ROUTES.key}/a?by=`],
  ]) {
    const { headers } = await app.post(`${ROUTES.redirectKey}/a`, { value: 2, host }, app.cookie);
    assert.equal(headers.get('location'), location);
  }
});
