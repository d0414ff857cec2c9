import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { ROUTES, STATUS_REFUSED, type WholeBody } from '../protocol/routes.ts';
import { SAVE_MODES } from '../protocol/app-settings.ts';
import { observedApp, serve, visitor, FailingStore } from './testing.ts';

const key = (name: string) => `${ROUTES.key}/${name}`;

for (const mode of SAVE_MODES) {
  test(`a key that is removed is unset, and one that is counted up tells its new value, saved ${mode}`, async () => {
    await using served = await serve(observedApp(new session.MemoryStore(), mode).app);
    const { request } = visitor(served.url);
    await request('POST', ROUTES.session, { owner: 's-1', key: 'a', value: 1 });
    assert.equal((await request('DELETE', key('a'))).status, 200);
    assert.deepEqual((await request('GET', key('a'))).body, { owner: 's-1', key: 'a', value: null });
    for (const value of [1, 2, 3])
      assert.deepEqual((await request('POST', key('views'))).body, { owner: 's-1', key: 'views', value });
  });

  test(`a login gives a new id and a new session, and the old one is gone, saved ${mode}`, async () => {
    await using served = await serve(observedApp(new session.MemoryStore(), mode).app);
    const { request, cookie } = visitor(served.url);
    await request('POST', ROUTES.session, { owner: 's-1', key: 'a', value: 1 });
    const before = cookie();
    assert.equal((await request('POST', ROUTES.login, { owner: 's-2', key: 'user', value: 7 })).status, 200);
    assert.notEqual(cookie(), before);
    assert.deepEqual((await request('GET', key('user'))).body, { owner: 's-2', key: 'user', value: 7 });
    assert.deepEqual((await request('GET', key('a'))).body, { owner: 's-2', key: 'a', value: null });
    assert.equal((await visitor(served.url, before).request('GET', key('a'))).status, 404);
  });

  test(`a write that is refused has no effect, saved ${mode}`, async () => {
    await using served = await serve(observedApp(new session.MemoryStore(), mode).app);
    const { request } = visitor(served.url);
    await request('POST', ROUTES.session, { owner: 's-1', key: 'a', value: 1 });
    assert.equal((await request('PUT', key('a'), { value: 2, refuse: true })).status, STATUS_REFUSED);
    assert.deepEqual((await request('GET', key('a'))).body, { owner: 's-1', key: 'a', value: 1 });
  });
}

test('removing, counting up and logging in need a session: 404, and none is made', async () => {
  await using served = await serve(observedApp(new session.MemoryStore(), 'implicit').app);
  const { request, cookie } = visitor(served.url);
  for (const [method, path] of [
    ['DELETE', key('a')],
    ['POST', key('a')],
    ['POST', ROUTES.login],
  ] as const) {
    assert.equal((await request(method, path, { owner: 's-1' })).status, 404, `${method} ${path}`);
    assert.equal(cookie(), '');
  }
});

test('a look at the whole session shows every value and its size', async () => {
  await using served = await serve(observedApp(new session.MemoryStore(), 'implicit').app);
  const { request } = visitor(served.url);
  await request('POST', ROUTES.session, { owner: 's-1', bytes: 1000 });
  await request('PUT', key('a'), { value: 'x'.repeat(60_000) });
  const { owner, values, sizeBytes } = (await request('GET', ROUTES.session)).body as WholeBody;
  assert.equal(owner, 's-1');
  assert.equal((values['a'] as string).length, 60_000);
  assert.ok(sizeBytes > 61_000 && sizeBytes < 62_000);
});

test('a logout that is not awaited is acknowledged although the store never answers; an awaited one is not', async () => {
  class Silent extends FailingStore {
    override destroy(): void {}
  }
  for (const [mode, answered] of [
    ['unawaited', true],
    ['awaited', false],
  ] as const) {
    await using served = await serve(observedApp(new Silent(), mode).app);
    const { request } = visitor(served.url);
    await request('POST', ROUTES.session, { owner: 's-1' });
    const logout = request('DELETE', ROUTES.session).then(
      ({ status }) => status === 204,
      () => false,
    );
    const limit = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 200));
    assert.equal(await Promise.race([logout, limit]), answered);
  }
});
