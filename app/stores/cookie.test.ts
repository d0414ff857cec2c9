import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUTES } from '../../protocol/routes.ts';
import { parseAppConfig } from '../config.ts';
import { createTarget } from '../target.ts';
import { serve, visitor } from '../testing.ts';

async function serveCookies(ttlMs = 60_000) {
  const env = { HOLDFAST_STORE: 'cookie', HOLDFAST_TTL_MS: String(ttlMs) };
  const target = await createTarget(parseAppConfig(env));
  return serve(target.app);
}

const KEY = `${ROUTES.key}/a`;
type Answer = Awaited<ReturnType<ReturnType<typeof visitor>['request']>>;
const cookiesOf = ({ response }: Answer) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** Sends one request with these cookies: the session and its signature. */
async function ask(url: string, cookie: string, method: string, path: string, body?: object) {
  const answer = await visitor(url, cookie).request(method, path, body);
  return { status: answer.status, body: answer.body, cookie: cookiesOf(answer) || cookie };
}

test('what a client writes comes back with its cookie, from any instance with the same secret', async () => {
  await using one = await serveCookies();
  await using other = await serveCookies();
  const created = await ask(one.url, '', 'POST', ROUTES.session, { owner: 's-1' });
  const written = await ask(one.url, created.cookie, 'PUT', KEY, { value: 41 });
  const read = await ask(other.url, written.cookie, 'GET', KEY);
  assert.deepEqual(read.body, { owner: 's-1', key: 'a', value: 41 });
});

test('an older cookie brings back the older session', async () => {
  await using served = await serveCookies();
  const created = await ask(served.url, '', 'POST', ROUTES.session, { owner: 's-1' });
  await ask(served.url, created.cookie, 'PUT', KEY, { value: 41 });
  assert.deepEqual((await ask(served.url, created.cookie, 'GET', KEY)).body, {
    owner: 's-1',
    key: 'a',
    value: null,
  });
});

test('a destroyed session lives on in whoever kept its cookie', async () => {
  await using served = await serveCookies();
  const created = await ask(served.url, '', 'POST', ROUTES.session, { owner: 's-1' });
  const destroyed = await ask(served.url, created.cookie, 'DELETE', ROUTES.session);
  assert.equal(destroyed.status, 204);
  assert.match(destroyed.cookie, /session=;/);
  assert.equal((await ask(served.url, created.cookie, 'GET', ROUTES.session)).status, 200);
});

test('a login starts anew, and a refused write changes nothing', async () => {
  await using served = await serveCookies();
  const created = await ask(served.url, '', 'POST', ROUTES.session, { owner: 'guest', key: 'a', value: 1 });
  const login = await ask(served.url, created.cookie, 'POST', ROUTES.login, { owner: 's-1' });
  assert.deepEqual((await ask(served.url, login.cookie, 'GET', KEY)).body, {
    owner: 's-1',
    key: 'a',
    value: null,
  });
  const refused = await ask(served.url, created.cookie, 'PUT', KEY, { value: 2, refuse: true });
  assert.equal(refused.status, 422);
  assert.deepEqual((await ask(served.url, refused.cookie, 'GET', KEY)).body, {
    owner: 'guest',
    key: 'a',
    value: 1,
  });
});

test('a cookie that was edited is no session', async () => {
  await using served = await serveCookies();
  const { cookie } = await ask(served.url, '', 'POST', ROUTES.session, { owner: 's-1' });
  const edited = cookie.replace('session=e', 'session=f');
  assert.notEqual(edited, cookie);
  assert.equal((await ask(served.url, edited, 'GET', ROUTES.session)).status, 404);
});
