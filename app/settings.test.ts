import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROUTES } from '../protocol/routes.ts';
import { parseAppConfig } from './config.ts';
import { createTarget } from './target.ts';
import { serve, visitor } from './testing.ts';
import { temporaryFolder } from '../test/holdfast.ts';

async function serveTarget(env: Record<string, string>) {
  const target = await createTarget(parseAppConfig({ HOLDFAST_STORE: 'memory', ...env }));
  const served = await serve(target.app);
  return {
    url: served.url,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await target.close();
    },
  };
}

/** Makes a session as a proxy that ends TLS would ask for it. */
async function cookiesThroughProxy(url: string, headers: Record<string, string> = {}): Promise<string[]> {
  const response = await fetch(url + ROUTES.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https', ...headers },
    body: JSON.stringify({ owner: 's-1' }),
  });
  assert.equal(response.status, 200);
  await response.text();
  return response.headers.getSetCookie();
}

test('a secure cookie is not sent behind a proxy that the app does not trust, though it answers 200', async () => {
  await using served = await serveTarget({ HOLDFAST_SECURE_COOKIE: 'true' });
  assert.deepEqual(await cookiesThroughProxy(served.url), []);
});

for (const trusted of ['true', '1', 'loopback']) {
  test(`a secure cookie is sent behind a proxy where trust proxy is ${trusted}`, async () => {
    await using served = await serveTarget({
      HOLDFAST_SECURE_COOKIE: 'true',
      HOLDFAST_TRUST_PROXY: trusted,
    });
    const [cookie] = await cookiesThroughProxy(served.url);
    assert.match(cookie ?? '', /; Secure/);
    assert.deepEqual(await cookiesThroughProxy(served.url, { 'x-forwarded-proto': 'http' }), []);
  });
}

for (const store of ['memory', 'cookie']) {
  test(`${store}: with auto the cookie is secure where the request came by TLS, and sent in any case`, async () => {
    await using served = await serveTarget({
      HOLDFAST_STORE: store,
      HOLDFAST_SECURE_COOKIE: 'auto',
      HOLDFAST_TRUST_PROXY: 'true',
    });
    assert.match((await cookiesThroughProxy(served.url))[0] ?? '', /; secure/i);
    const [plain = ''] = await cookiesThroughProxy(served.url, { 'x-forwarded-proto': 'http' });
    assert.notEqual(plain, '');
    assert.doesNotMatch(plain, /; secure/i);
  });
}

const hold = (lines: readonly string[]) => lines.map((line) => line.split(';')[0]).join('; ');

const status = async (url: string, cookie: string) =>
  (await visitor(url, cookie).request('GET', ROUTES.session)).status;

for (const store of ['file', 'cookie']) {
  test(`${store}: a cookie signed with a former secret is accepted until that is left out`, async () => {
    await using folder = await temporaryFolder();
    const env = { HOLDFAST_STORE: store, HOLDFAST_STORE_URL: pathToFileURL(folder.path).href };
    await using before = await serveTarget({ ...env, HOLDFAST_SECRET: 'old' });
    await using during = await serveTarget({ ...env, HOLDFAST_SECRET: 'new, old' });
    await using after = await serveTarget({ ...env, HOLDFAST_SECRET: 'new' });
    const old = hold(await cookiesThroughProxy(before.url));
    assert.equal(await status(during.url, old), 200);
    assert.equal(await status(after.url, old), 404);
    const fresh = hold(await cookiesThroughProxy(during.url));
    assert.equal(await status(after.url, fresh), 200);
  });
}
