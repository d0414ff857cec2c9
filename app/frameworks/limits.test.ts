import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { ABOUT_ROUTE } from '../../protocol/about.ts';
import { HEADERS, ROUTES } from '../../protocol/routes.ts';
import type { MountOptions } from '../mounting.ts';
import { APPS, AT_HOME } from './testing.ts';

const OURS = { [HEADERS.probe]: '1', 'content-type': 'application/json' };

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A client that shows the cookies that it was given; fetch would not let the Host header be set. */
async function served(name: string, options: MountOptions = {}) {
  const server = await APPS[name]?.make(options);
  assert.ok(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cookies = new Map<string, string>();
  return {
    ask: async (path: string, { method = 'GET', headers = OURS, body }: Sent = {}) => {
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
      const sent = send({ port, path, method, headers: { cookie, ...headers }, host: '127.0.0.1' });
      const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
      sent.end(body);
      const [response] = await answered;
      for (const line of response.headers['set-cookie'] ?? []) {
        const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(key, value);
      }
      const shown = await text(response);
      return { status: response.statusCode, body: shown, cookies: response.headers['set-cookie'] ?? [] };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function isOn(name: string, inProduction: boolean): Promise<boolean> {
  await using app = await served(name, { inProduction });
  return (await app.ask(ABOUT_ROUTE)).body.includes('"holdfast":"probe"');
}

const create = { method: 'POST', body: JSON.stringify({ owner: 'me', key: 'a', value: 1 }) };
const key = `${ROUTES.key}/a`;

for (const [name, { isInCookie }] of Object.entries(APPS)) {
  describe(name, () => {
    test('a session is made, changed, replaced by a login and ended, as the browser sees it', async () => {
      await using app = await served(name);
      const valueOf = async (path: string) =>
        (JSON.parse((await app.ask(path)).body) as { value: unknown }).value;
      assert.equal((await app.ask(ROUTES.session)).status, 404);
      assert.equal((await app.ask(ROUTES.session, create)).status, 200);
      assert.equal((await app.ask(key, { method: 'POST' })).status, 200);
      assert.equal(await valueOf(key), 2);
      assert.equal((await app.ask(key, { method: 'DELETE' })).status, 200);
      assert.equal(await valueOf(key), null);
      const place = `${ROUTES.place}?path=cart.tea`;
      assert.equal((await app.ask(place, { method: 'PUT', body: '{"value":3}' })).status, 200);
      assert.equal(await valueOf(place), 3);
      const login = { method: 'POST', body: JSON.stringify({ owner: 'me', key: 'user', value: 7 }) };
      assert.equal((await app.ask(ROUTES.login, login)).status, 200);
      assert.deepEqual(await valueOf(ROUTES.page), { user: 7, holds: {} });
      const { status, body } = await app.ask(`${ROUTES.redirectKey}/a`, { method: 'POST', body: '{}' });
      assert.ok(status === 302 && body.length > 2048);
      assert.equal((await app.ask(ROUTES.session, { method: 'DELETE' })).status, 204);
      assert.equal((await app.ask(ROUTES.session)).status, 404);
    });

    test('a key of any name is kept', async () => {
      await using app = await served(name);
      await app.ask(ROUTES.session, create);
      for (const odd of ['__proto__', 'constructor', 'a b/c', 'ü']) {
        const path = `${ROUTES.key}/${encodeURIComponent(odd)}`;
        assert.equal((await app.ask(path, { method: 'PUT', body: '{"value":41}' })).status, 200, odd);
        const { value } = JSON.parse((await app.ask(path)).body) as { value: unknown };
        assert.equal(value, 41, odd);
      }
    });

    test('only what names this machine, or what the app was told, is answered', async () => {
      await using app = await served(name, { hosts: ['My-App.test'] });
      const at = async (host: string) => (await app.ask(ABOUT_ROUTE, { headers: { ...OURS, host } })).status;
      for (const host of ['localhost:3000', '127.8.9.1', '[::1]:80', '10.1.2.3', 'my-app.TEST:8080'])
        assert.equal(await at(host), 200, host);
      for (const host of ['attacker.test', '127.0.0.1.attacker.test', '8.8.8.8', '169.254.169.254'])
        assert.equal(await at(host), 403, host);
      // @hono/node-server answers what is no name before the probe is asked.
      assert.ok([400, 403].includes((await at('u@127.0.0.1')) ?? 0));
    });

    test('what no client of ours sent makes no session, and the app’s own pages need no header', async () => {
      await using app = await served(name);
      const json = { 'content-type': 'application/json' };
      const origins = {
        origin: 'http://attacker.test',
        'sec-fetch-site': 'cross-site',
        'sec-fetch-dest': 'empty',
      };
      const all = [json, ...Object.entries(origins).map(([field, value]) => ({ ...OURS, [field]: value }))];
      for (const headers of all) {
        const { status, cookies } = await app.ask(ROUTES.session, { ...create, headers });
        assert.deepEqual([status, cookies], [403, []]);
      }
      assert.equal((await app.ask('/', { headers: {} })).body, AT_HOME);
      assert.notEqual((await app.ask('/probe/nothing')).status, 500);
    });

    test('what would end or fill the app is refused, and the app serves on', async (t) => {
      t.mock.method(console, 'error', () => {});
      await using app = await served(name);
      await app.ask(ROUTES.session, create);
      const put = async (path: string, body: string) => (await app.ask(path, { method: 'PUT', body })).status;
      assert.equal(await put(key, `{"value":${'['.repeat(60_000)}${']'.repeat(60_000)}}`), 400);
      assert.equal(await put(`${ROUTES.place}?path=${'a.'.repeat(5000)}a`, '{"value":1}'), 400);
      assert.equal(await put(key, '{"value":'), 400);
      assert.equal(await put(key, `{"value":"${'x'.repeat(300_000)}"}`), 413);
      assert.equal(await put(`${ROUTES.key}/%E0%A4%A`, '{"value":1}'), 400);
      for (const body of [
        { owner: 'me', bytes: 500_000_000 },
        { owner: 'me', bytes: -1 },
        { owner: 7 },
        {},
        [],
      ])
        assert.equal(
          (await app.ask(ROUTES.session, { method: 'POST', body: JSON.stringify(body) })).status,
          400,
        );
      // A store that keeps the object itself has nothing to write down.
      await app.ask(`${ROUTES.kind}/bigint`, { method: 'PUT', body: '{}' });
      for (const path of [ROUTES.session, ROUTES.page]) assert.notEqual((await app.ask(path)).status, 500);
      await put(`${ROUTES.key}/list`, '{"value":[]}');
      assert.equal(await put(`${ROUTES.place}?path=list.4294967294`, '{"value":1}'), 400);
      assert.equal((await app.ask(key)).status, 200);
      assert.equal((await app.ask('/')).body, AT_HOME);
    });

    if (!isInCookie) {
      test('a session does not grow without end', async () => {
        await using app = await served(name);
        await app.ask(ROUTES.session, create);
        const sent = { method: 'POST', body: JSON.stringify({ value: 'x'.repeat(250_000) }) };
        const statuses: (number | undefined)[] = [];
        for (let count = 0; count < 12; count++)
          statuses.push((await app.ask(`${ROUTES.place}?path=list`, sent)).status);
        assert.deepEqual([statuses[0], statuses.at(-1)], [200, 413]);
      });
    }

    test('in production it is off, unless it was told so by the app and by the environment', async (t) => {
      const said = t.mock.method(console, 'warn', () => {});
      const before = { ...process.env };
      try {
        process.env['NODE_ENV'] = 'production';
        assert.deepEqual([await isOn(name, false), await isOn(name, true)], [false, false]);
        assert.equal(
          said.mock.calls.filter(({ arguments: [line] }) => /holdfast/.test(String(line))).length,
          2,
        );
        process.env['HOLDFAST_PROBE_IN_PRODUCTION'] = 'true';
        assert.deepEqual([await isOn(name, false), await isOn(name, true)], [false, true]);
      } finally {
        process.env = before;
      }
    });
  });
}
