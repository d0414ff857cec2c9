import assert from 'node:assert/strict';
import { test } from 'node:test';
import session from 'express-session';
import { ROUTES, STATUS_FORBIDDEN } from '../../protocol/routes.ts';
import { SAVE_MODES } from '../../protocol/app-settings.ts';
import { observedApp, serve, visitor } from '../testing.ts';

const dotted = (path: string) => `${ROUTES.place}?${new URLSearchParams({ path }).toString()}`;
const listed = (...keys: string[]) =>
  `${ROUTES.place}?${new URLSearchParams({ keys: JSON.stringify(keys) }).toString()}`;
const memory = (mode: (typeof SAVE_MODES)[number] = 'implicit') =>
  serve(observedApp(new session.MemoryStore(), mode).app);

for (const mode of SAVE_MODES)
  test(`what is set by dots is read key by key and the other way round, until it is removed, saved ${mode}`, async () => {
    await using served = await memory(mode);
    const { request } = visitor(served.url);
    await request('POST', ROUTES.session, { owner: 's-1' });
    for (const [write, read] of [
      [dotted('cart.total.net'), listed('cart', 'total', 'net')],
      [listed('cart', 'gift note'), dotted('cart.gift note')],
      [listed('cart', 'v1.2'), listed('cart', 'v1.2')],
      [listed('cart', '__proto__'), dotted('cart.__proto__')],
    ] as const) {
      assert.deepEqual((await request('GET', read)).body, { owner: 's-1', value: null });
      assert.equal((await request('PUT', write, { value: { deep: [1] } })).status, 200);
      assert.deepEqual((await request('GET', read)).body, { owner: 's-1', value: { deep: [1] } });
      assert.equal((await request('DELETE', write)).status, 200);
      assert.deepEqual((await request('GET', read)).body, { owner: 's-1', value: null });
    }
  });

test('an array takes what is pushed, gives up an item, and is made where nothing is', async () => {
  await using served = await memory();
  const { request } = visitor(served.url);
  await request('POST', ROUTES.session, { owner: 's-1' });
  const items = dotted('cart.items');
  for (const item of ['tea', 'jam']) await request('POST', items, { value: { item } });
  await request('DELETE', `${items}&item=tea`);
  assert.deepEqual((await request('GET', items)).body, { owner: 's-1', value: [{ item: 'jam' }] });
  await request('PUT', items, { value: 'no array' });
  assert.equal((await request('POST', items, { value: 1 })).status, 500);
});

test('the page of a user is forbidden without a session and without a user, and shows all of it with one', async () => {
  await using served = await memory();
  const { request } = visitor(served.url);
  const nobody = await request('GET', ROUTES.page);
  assert.deepEqual([nobody.status, nobody.body], [STATUS_FORBIDDEN, { owner: null }]);
  await request('POST', ROUTES.session, { owner: 's-1', key: 'payment methods', value: { visa: '4242' } });
  const guest = await request('GET', ROUTES.page);
  assert.deepEqual([guest.status, guest.body], [STATUS_FORBIDDEN, { owner: 's-1' }]);
  await request('PUT', dotted('user'), { value: 7 });
  const user = await request('GET', ROUTES.page);
  const value = { user: 7, holds: { 'payment methods': { visa: '4242' } } };
  assert.deepEqual([user.status, user.body], [200, { owner: 's-1', value }]);
});

test('a place that is no place is refused, and changes nothing', async () => {
  await using served = await memory();
  const { request } = visitor(served.url);
  await request('POST', ROUTES.session, { owner: 's-1' });
  for (const query of ['', '?keys=7', '?keys=[]', '?keys=a'])
    assert.equal((await request('PUT', ROUTES.place + query, { value: 1 })).status, 400, query);
  assert.deepEqual((await request('GET', listed('keys'))).body, { owner: 's-1', value: null });
});
