import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { serve } from '../app/testing.ts';
import { provision } from '../harness/provision/provision.ts';
import { EXPORTER_METRICS } from '../protocol/metrics.ts';
import { ROUTES } from '../protocol/routes.ts';
import { temporaryFolder } from '../test/holdfast.ts';
import { exporter } from './exporter.ts';
import { gauge } from './gauge.ts';

const signal = new AbortController().signal;
const LIMIT = { timeout: 60_000 };

/**
 * A real Redis, a server that nobody ever started, one whose name nobody knows, a store on that Redis whose app's name
 * nobody knows, and the exporter over all.
 */
async function exported() {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const { path, env } = await provision('redis-server', { signal, report: () => {} });
  const port = await getPort({ host: '127.0.0.1' });
  const server = execa(path, ['--port', String(port), '--dir', folder.path, '--save', ''], {
    reject: false,
    ...(env ? { env } : {}),
    stdio: ['ignore', { file: join(folder.path, 'log') }, 'inherit'],
  });
  stack.defer(async () => {
    server.kill('SIGKILL');
    await server;
  });
  const nowhere = await getPort({ host: '127.0.0.1' });
  const redis = stack.use(await gauge('redis', `redis://127.0.0.1:${port}`));
  const mongo = stack.use(await gauge('mongo', `mongodb://127.0.0.1:${nowhere}/test`));
  const postgres = stack.use(await gauge('postgres', 'postgres://postgres@no-such-host.invalid/postgres'));
  const here = `redis://127.0.0.1:${port}`;
  const appless = stack.use(await gauge('node-redis', here, 'app-node-redis-1.invalid'));
  const { url } = stack.use(await serve(exporter([redis, mongo, postgres, appless])));
  await pWaitFor(() => fetch(`${url}${ROUTES.figures}/redis`).then(({ ok }) => ok), LIMIT);
  const owned = stack.move();
  return { url, server, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const scrape = async (url: string) => (await fetch(url + ROUTES.metrics)).text();
const lineOf = (name: string, store: string, value: string) =>
  new RegExp(`^${name}\\{store="${store}"\\} ${value}$`, 'm');

test('a server that answers has its figures, and one that does not is only down', LIMIT, async () => {
  await using running = await exported();
  const text = await scrape(running.url);
  assert.match(text, lineOf(EXPORTER_METRICS.up, 'redis', '1'));
  assert.match(text, lineOf(EXPORTER_METRICS.memoryBytes, 'redis', '\\d{4,}'));
  assert.match(text, lineOf(EXPORTER_METRICS.sessions, 'redis', '0'));
  assert.match(text, lineOf(EXPORTER_METRICS.connections, 'redis', '[1-9]'));
  assert.match(text, lineOf(EXPORTER_METRICS.evictions, 'redis', '0'));
  assert.match(text, lineOf(EXPORTER_METRICS.up, 'mongo', '0'));
  assert.doesNotMatch(text, lineOf(EXPORTER_METRICS.memoryBytes, 'mongo', '.*'));
});

test('a server that is not there at all is not down', LIMIT, async () => {
  await using running = await exported();
  assert.doesNotMatch(await scrape(running.url), /store="postgres"/);
});

test('of a store whose app is not there nothing is told, although its server answers', LIMIT, async () => {
  await using running = await exported();
  assert.doesNotMatch(await scrape(running.url), /store="node-redis"/);
});

test('a server that hangs is down, and takes no other figure with it', LIMIT, async () => {
  await using running = await exported();
  running.server.kill('SIGSTOP');
  const text = await scrape(running.url);
  assert.match(text, lineOf(EXPORTER_METRICS.up, 'redis', '0'));
  assert.doesNotMatch(text, lineOf(EXPORTER_METRICS.sessions, 'redis', '.*'));
  running.server.kill('SIGCONT');
  await pWaitFor(
    async () => lineOf(EXPORTER_METRICS.up, 'redis', '1').test(await scrape(running.url)),
    LIMIT,
  );
});

test(
  'one figure is told as JSON; a server that is away is 503 with the reason, one not read here 404',
  LIMIT,
  async () => {
    await using running = await exported();
    const told = async (store: string) => {
      const response = await fetch(`${running.url}${ROUTES.figures}/${store}`);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const redis = await told('redis');
    assert.equal(redis.status, 200);
    assert.deepEqual(Object.keys(redis.body), ['memoryBytes', 'sessions', 'server']);
    const mongo = await told('mongo');
    assert.equal(mongo.status, 503);
    assert.match(String(mongo.body['error']), /ECONNREFUSED|no answer within/);
    assert.deepEqual(await told('mysql'), {
      status: 404,
      body: { error: 'no server of "mysql" is read here; known: redis, mongo, postgres, node-redis' },
    });
  },
);
