import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUTES } from '../../protocol/routes.ts';
import { type Logout } from '../../protocol/app-settings.ts';
import { parseAppConfig } from '../config.ts';
import { createTarget } from '../target.ts';
import { serve, visitor } from '../testing.ts';

/** What a visitor finds who logged out: the status with the browser's cookies, and with those from before. */
async function afterLogout(store: 'memory' | 'cookie', logout: Logout) {
  const target = await createTarget(parseAppConfig({ HOLDFAST_STORE: store, HOLDFAST_LOGOUT: logout }));
  await using served = await serve(target.app);
  // Not the visitor of the other tests: that one knows a single cookie, and cookie-session has two.
  const cookies = new Map<string, string>();
  const request = async (method: string, shown = cookies) => {
    const response = await fetch(served.url + ROUTES.session, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: [...shown].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(method === 'POST' ? { body: JSON.stringify({ owner: 'o', key: 'a', value: 1 }) } : {}),
    });
    await response.text();
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response.status;
  };
  await request('POST');
  const before = new Map(cookies);
  assert.equal(await request('DELETE'), 204);
  const found = { own: await request('GET'), copy: await request('GET', before) };
  await target.close();
  return found;
}

test('a session in a store ends by destroy, and by nothing that is done to req.session', async () => {
  assert.deepEqual(await afterLogout('memory', 'destroy'), { own: 404, copy: 404 });
  assert.deepEqual(await afterLogout('memory', 'delete'), { own: 200, copy: 200 });
  assert.deepEqual(await afterLogout('memory', 'null'), { own: 200, copy: 200 });
});

test('a session in a cookie leaves the browser by null, and stays open to whoever has a copy', async () => {
  assert.deepEqual(await afterLogout('cookie', 'null'), { own: 404, copy: 200 });
  assert.deepEqual(await afterLogout('cookie', 'delete'), { own: 200, copy: 200 });
});

test('a slow request saves the session as it had taken it in', async () => {
  const target = await createTarget(parseAppConfig({ HOLDFAST_STORE: 'memory', HOLDFAST_RESAVE: 'true' }));
  await using served = await serve(target.app);
  const { request, cookie } = visitor(served.url);
  await request('POST', ROUTES.session, { owner: 'o' });
  const slow = request('GET', `${ROUTES.key}/a?waitMs=1000`);
  await visitor(served.url, cookie()).request('PUT', `${ROUTES.key}/b`, { value: 1 });
  await slow;
  const { body } = await request('GET', `${ROUTES.key}/b`);
  assert.deepEqual(body, { owner: 'o', key: 'b', value: null });
  await target.close();
});
