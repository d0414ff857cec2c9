import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEADERS, ROUTES } from '../protocol/routes.ts';
import { METRICS, NAMED } from '../protocol/metrics.ts';
import { SAVE_MODES } from '../protocol/app-settings.ts';
import { parseAppConfig } from './config.ts';
import { createTarget } from './target.ts';
import { serve, visitor } from './testing.ts';

const TOKEN = 'a-token-of-the-tests';

async function serveTarget(env: Record<string, string> = {}) {
  const target = await createTarget(parseAppConfig({ HOLDFAST_STORE: 'memory', ...env }));
  return serve(target.app);
}

for (const mode of SAVE_MODES) {
  test(`what a client writes it reads back, saved ${mode}`, async () => {
    await using served = await serveTarget({ HOLDFAST_SAVE_MODE: mode });
    const { request } = visitor(served.url);
    assert.equal((await request('POST', ROUTES.session, { owner: 's-1', bytes: 100 })).status, 200);
    assert.equal((await request('PUT', `${ROUTES.key}/a`, { value: 41 })).status, 200);
    assert.deepEqual((await request('GET', `${ROUTES.key}/a`)).body, { owner: 's-1', key: 'a', value: 41 });
    assert.deepEqual((await request('GET', `${ROUTES.key}/b`)).body, { owner: 's-1', key: 'b', value: null });
  });
}

test('a request without a session gets 404, changes nothing and makes no session', async () => {
  await using served = await serveTarget();
  const { request } = visitor(served.url);
  for (const [method, path] of [
    ['GET', ROUTES.session],
    ['GET', `${ROUTES.key}/a`],
    ['PUT', `${ROUTES.key}/a`],
    ['DELETE', ROUTES.session],
  ] as const) {
    const { status, response } = await request(method, path, method === 'PUT' ? { value: 1 } : undefined);
    assert.equal(status, 404, `${method} ${path}`);
    assert.equal(response.headers.get('set-cookie'), null);
  }
});

test('a destroyed session is gone for the old cookie', async () => {
  await using served = await serveTarget();
  const { request } = visitor(served.url);
  await request('POST', ROUTES.session, { owner: 's-1' });
  assert.equal((await request('DELETE', ROUTES.session)).status, 204);
  assert.equal((await request('GET', ROUTES.session)).status, 404);
});

test('every answer names its instance, and the metrics carry store and instance', async () => {
  await using served = await serveTarget({ HOLDFAST_INSTANCE: 'app-7' });
  const response = await fetch(served.url + ROUTES.health);
  assert.equal(response.headers.get(HEADERS.instance), 'app-7');
  await visitor(served.url).request('POST', ROUTES.session, { owner: 's-1' });
  const metrics = await (await fetch(served.url + ROUTES.metrics)).text();
  // What only a container has, or a store whose client has a pool, is tested where there is one.
  const { memoryLimitBytes, memoryBytes, idleFileBytes, deaths, clientConnections, clientWaiting } = METRICS;
  const ofOthers = new Set<string>([
    memoryLimitBytes,
    memoryBytes,
    idleFileBytes,
    deaths,
    clientConnections,
    clientWaiting,
  ]);
  for (const name of Object.values(METRICS).filter((each) => !ofOthers.has(each)))
    assert.match(metrics, new RegExp(`^# TYPE ${name} `, 'm'));
  assert.match(
    metrics,
    new RegExp(`^${METRICS.sessionsCreated}\\{store="memory",instance="app-7"\\} 1$`, 'm'),
  );
  assert.match(metrics, /nodejs_eventloop_lag_seconds/);
  assert.match(metrics, /nodejs_gc_duration_seconds/);
  assert.match(metrics, /nodejs_heap_size_used_bytes/);
});

test('metrics that are named are given alone, and names that are not known give nothing', async () => {
  await using served = await serveTarget();
  await visitor(served.url).request('POST', ROUTES.session, { owner: 's-1' });
  const named = async (...names: string[]) => {
    const asked = new URL(ROUTES.metrics, served.url);
    for (const name of names) asked.searchParams.append(NAMED, name);
    const response = await fetch(asked);
    assert.equal(response.status, 200);
    const text = await response.text();
    return { text, types: [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name) };
  };
  const { storeSeconds, sessionsCreated, unsavedAcknowledgements } = METRICS;
  const two = await named(sessionsCreated, storeSeconds, 'nobody_knows_it_total');
  assert.deepEqual(two.types, [sessionsCreated, storeSeconds]);
  assert.match(two.text, new RegExp(`^${storeSeconds}_count\\{[^}]*operation="set"[^}]*\\} 1$`, 'm'));
  assert.deepEqual((await named(unsavedAcknowledgements)).types, [unsavedAcknowledgements]);
  assert.deepEqual((await named('nobody_knows_it_total')).types, []);
});

test('there are no control routes without a token, and no control without the right one', async () => {
  await using off = await serveTarget();
  assert.equal((await fetch(off.url + ROUTES.collect, { method: 'POST' })).status, 404);
  assert.equal((await fetch(off.url + ROUTES.exit, { method: 'POST' })).status, 404);
  await using on = await serveTarget({ HOLDFAST_CONTROL_TOKEN: TOKEN });
  assert.equal((await fetch(on.url + ROUTES.exit, { method: 'POST' })).status, 403);
  const wrong = { [HEADERS.token]: `${TOKEN}x` };
  assert.equal((await fetch(on.url + ROUTES.exit, { method: 'POST', headers: wrong })).status, 403);
});

test('a setting that cannot be used is named, and nothing is opened', () => {
  assert.throws(
    () => parseAppConfig({ HOLDFAST_STORE: 'reddis' }),
    /no store is called "reddis"; known: memory/,
  );
  assert.throws(() => parseAppConfig({ HOLDFAST_STORE: 'memory', HOLDFAST_TTL_MS: '-1' }), /HOLDFAST_TTL_MS/);
  assert.throws(
    () => parseAppConfig({ HOLDFAST_STORE: 'memory', HOLDFAST_CONTROL_TOKEN: 'short' }),
    /CONTROL_TOKEN/,
  );
});
