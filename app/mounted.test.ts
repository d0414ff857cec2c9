import assert from 'node:assert/strict';
import { request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import express from 'express';
import session from 'express-session';
import { ABOUT_ROUTE } from '../protocol/about.ts';
import { SAVE_MODES } from '../protocol/app-settings.ts';
import { HEADERS, ROUTES } from '../protocol/routes.ts';
import { probe, type ProbeOptions } from './mounted.ts';
import { serve } from './testing.ts';

/** An app of somebody's that mounts the probe, and has a page of its own. */
function appWith(options: ProbeOptions = {}) {
  const app = express();
  app.use(
    session({ secret: 'test', resave: false, saveUninitialized: false, store: new session.MemoryStore() }),
  );
  app.use(probe(options));
  app.get('/', (_request, response) => void response.send('at home'));
  return serve(app);
}

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

const OURS = { [HEADERS.probe]: '1', 'content-type': 'application/json' };

/** Sends what a browser or an attacker would: fetch would not let the Host header be set. */
async function ask(url: string, { method = 'GET', path = ABOUT_ROUTE, headers = OURS, body }: Sent) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined;
    body: string;
    cookie: string;
  }>();
  const sent = send(url + path, { method, headers }, (response) => {
    const cookie = (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
    void text(response).then((body) => resolve({ status: response.statusCode, body, cookie }), reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

const create = (url: string, body: object | string, headers: Record<string, string> = OURS) =>
  ask(url, {
    method: 'POST',
    path: ROUTES.session,
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

for (const host of [
  'localhost:3000',
  '127.0.0.1',
  '127.8.9.1:80',
  '[::1]:3000',
  '10.1.2.3',
  '192.168.0.7:8080',
  '172.31.0.1',
  'app.localhost',
]) {
  test(`a request for ${host} is answered`, async () => {
    await using app = await appWith();
    assert.equal((await ask(app.url, { headers: { ...OURS, host } })).status, 200);
  });
}

for (const host of [
  'attacker.test',
  'attacker.test:3000',
  'localhost.attacker.test',
  '127.0.0.1.attacker.test',
  '8.8.8.8',
  '169.254.169.254',
  '172.32.0.1',
  '[2001:db8::1]',
  'user@127.0.0.1',
  '127.0.0.1/../x',
]) {
  test(`a page whose name ${JSON.stringify(host)} was made to lead here gets nothing`, async () => {
    await using app = await appWith({ hosts: ['my-app.test'] });
    assert.equal((await ask(app.url, { headers: { ...OURS, host } })).status, 403);
  });
}

test('a name that the app was told is answered, whatever its case and port', async () => {
  await using app = await appWith({ hosts: ['My-App.test'] });
  for (const host of ['my-app.test', 'MY-APP.test:8080'])
    assert.equal((await ask(app.url, { headers: { ...OURS, host } })).status, 200);
});

test('a form of another site, which cannot send the header, makes no session; the app’s own pages need none', async () => {
  await using app = await appWith();
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json',
  ]) {
    const made = await create(app.url, '{"owner":"them"}', { 'content-type': type });
    assert.equal(made.status, 403);
    assert.equal(made.cookie, '');
  }
  assert.equal((await ask(app.url, { headers: {} })).status, 403);
  assert.equal((await ask(app.url, { path: '/', headers: {} })).body, 'at home');
});

for (const [name, value] of [
  ['origin', 'http://attacker.test'],
  ['origin', 'null'],
  ['sec-fetch-site', 'cross-site'],
  ['sec-fetch-dest', 'empty'],
] as const) {
  test(`a page that an app lets send any header is refused by ${name}: ${value}`, async () => {
    await using app = await appWith();
    const made = await create(app.url, { owner: 'them' }, { ...OURS, [name]: value });
    assert.deepEqual([made.status, made.cookie], [403, '']);
  });
}

test('what would end or fill the app is refused, and the app serves on', async () => {
  await using app = await appWith();
  const { cookie } = await create(app.url, { owner: 'me' });
  const headers = { ...OURS, cookie };
  const deep = `{"value":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
  const key = `${ROUTES.key}/a`;
  assert.equal((await ask(app.url, { method: 'PUT', path: key, headers, body: deep })).status, 400);
  const far = `${ROUTES.place}?path=${'a.'.repeat(5000)}a`;
  assert.equal((await ask(app.url, { method: 'PUT', path: far, headers, body: '{"value":1}' })).status, 400);
  for (const body of [{ owner: 'me', bytes: 500_000_000 }, { owner: 'me', bytes: -1 }, { owner: 7 }, {}, []])
    assert.equal((await create(app.url, body)).status, 400, JSON.stringify(body));
  assert.equal((await create(app.url, '')).status, 400);
  assert.equal((await create(app.url, '{"owner":')).status, 400);
  assert.equal((await create(app.url, `"${'x'.repeat(300_000)}"`)).status, 413);
  assert.equal((await ask(app.url, { path: key, headers })).status, 200);
});

for (const saveMode of SAVE_MODES) {
  test(`what cannot be written down ends nothing, saved ${saveMode}`, async (t) => {
    t.mock.method(console, 'error', () => {});
    await using app = await appWith({ saveMode });
    const { cookie } = await create(app.url, { owner: 'me' });
    const headers = { ...OURS, cookie };
    const put = (path: string, body = '{}') => ask(app.url, { method: 'PUT', path, headers, body });
    // Saved as the answer ends, it is never answered: express-session throws there, and has marked it as answered.
    if (saveMode !== 'implicit') assert.equal((await put(`${ROUTES.kind}/bigint`)).status, 500);
    await put(`${ROUTES.key}/list`, '{"value":[]}');
    const far = `${ROUTES.place}?path=list.4294967294`;
    assert.equal((await put(far, '{"value":1}')).status, 400);
    assert.equal((await ask(app.url, { path: `${ROUTES.key}/list`, headers })).status, 200);
  });
}

test('a redirect to what is no host leads nowhere else', async () => {
  await using app = await appWith();
  const { cookie } = await create(app.url, { owner: 'me' });
  const headers = { ...OURS, cookie };
  const body = JSON.stringify({ value: 1, host: '%%%' });
  assert.equal(
    (await ask(app.url, { method: 'POST', path: `${ROUTES.redirectKey}/a`, headers, body })).status,
    302,
  );
});

test('a session does not grow without end', async () => {
  await using app = await appWith();
  const { cookie } = await create(app.url, { owner: 'me' });
  const headers = { ...OURS, cookie };
  const body = JSON.stringify({ value: 'x'.repeat(250_000) });
  const statuses: (number | undefined)[] = [];
  for (let count = 0; count < 12; count++) {
    const path = `${ROUTES.place}?path=list`;
    statuses.push((await ask(app.url, { method: 'POST', path, headers, body })).status);
  }
  assert.equal(statuses[0], 200);
  assert.equal(statuses.at(-1), 413);
});

test('a key of any name is kept', async () => {
  await using app = await appWith();
  const { cookie } = await create(app.url, { owner: 'me' });
  const headers = { ...OURS, cookie };
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a']) {
    const path = `${ROUTES.key}/${name}`;
    const read = async () =>
      (JSON.parse((await ask(app.url, { path, headers })).body) as { value: unknown }).value;
    assert.equal(await read(), null, name);
    assert.equal((await ask(app.url, { method: 'PUT', path, headers, body: '{"value":41}' })).status, 200);
    assert.equal(await read(), 41, name);
    await ask(app.url, { method: 'POST', path, headers });
    assert.equal(await read(), 42, name);
    await ask(app.url, { method: 'DELETE', path, headers });
    assert.equal(await read(), null, name);
  }
});

const statuses = async (inProduction: boolean) => {
  await using app = await appWith({ inProduction });
  return [(await ask(app.url, {})).status, (await ask(app.url, { path: '/' })).status];
};

test('in production it is off, unless it was told so by the app and by the environment', async (t) => {
  const said = t.mock.method(console, 'warn', () => {});
  const before = { ...process.env };
  try {
    process.env['NODE_ENV'] = 'production';
    assert.deepEqual(await statuses(false), [404, 200]);
    assert.deepEqual(await statuses(true), [404, 200]);
    process.env['HOLDFAST_PROBE_IN_PRODUCTION'] = 'true';
    assert.deepEqual(await statuses(false), [404, 200]);
    assert.equal(said.mock.callCount(), 3);
    assert.deepEqual(await statuses(true), [200, 200]);
  } finally {
    process.env = before;
  }
});
