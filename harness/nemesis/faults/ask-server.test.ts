import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import getPort from 'get-port';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { createConnection } from 'mysql2/promise';
import pWaitFor from 'p-wait-for';
import { Client } from 'pg';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { SERVER_PROGRAMS, type ServerProgram } from '../../../protocol/servers.ts';
import { SERVERS } from '../../../servers/catalogue.ts';
import { FAULT_KINDS, FAULTS, parametersOf, type FaultKind, type FaultTraits } from '../../model/faults.ts';
import { ServerProcess } from '../../platform/process/servers/server.ts';
import type { StartedSubject } from '../../platform/subject.ts';
import { startReaper } from '../../process/reaper.ts';
import { provision } from '../../provision/provision.ts';
import { saidTo } from '../servers/redis.ts';
import { INJECT } from './catalogue.ts';

const signal = new AbortController().signal;
/** Only a hang takes that long. */
const HANG_MS = 60_000;

/** A server that runs, and how it is broken. */
async function running(program: ServerProgram) {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const server = stack.use(
    await ServerProcess.start({
      store: 'store',
      program,
      tool: await provision(program, { signal, report: () => {} }),
      dataFolder: folder.path,
      logFile: join(folder.path, 'log'),
      port: await getPort({ host: '127.0.0.1' }),
      reaper: stack.use(startReaper()),
      signal,
      onDeath: (what) => assert.fail(what),
    }),
  );
  const subject = { server, instances: [] } as unknown as StartedSubject;
  const inject = (kind: FaultKind, given: Record<string, string> = {}, durationMs = 0) =>
    INJECT[kind]({ subject, target: 'store', durationMs, parameters: parametersOf(kind, given), signal });
  /** Does that while it is broken, for as long as it takes, and waits until it has healed. */
  const during = async (kind: FaultKind, given: Record<string, string>, act: () => Promise<boolean>) => {
    const fault = inject(kind, given, 1500);
    const seen = pWaitFor(act, { interval: 20, timeout: HANG_MS });
    const [evidence] = await Promise.all([fault, seen]);
    return evidence;
  };
  const owned = stack.move();
  return { url: server.url, inject, during, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** What it was told instead of what it asked for. */
const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => '',
    (error: unknown) => String(error),
  );

const LIMITS = { timeout: 3 * HANG_MS };

test(
  'a Redis refuses, evicts, waits and closes as it was told, and does none of it after',
  LIMITS,
  async () => {
    await using server = await running('redis-server');
    const client = new Redis(server.url, { retryStrategy: () => 50 });
    client.on('error', () => {});
    await using _ = { [Symbol.asyncDispose]: () => Promise.resolve(client.disconnect()) };
    const write = (key = 'a') => refusalOf(client.set(key, 'x'.repeat(200)));
    for (let at = 0; at < 400; at++) await write(`key-${at}`);

    const full = await server.during('server-memory-full', {}, async () => /OOM/.test(await write()));
    assert.match(String(full['seen']), /OOM/);
    assert.equal(await write(), '');
    assert.equal(await client.dbsize(), 401);

    const evicting = await server.inject('server-memory-full', { policy: 'allkeys-lru' }, 100);
    const left = await client.dbsize();
    assert.equal(Number(evicting['keysEvicted']), 401 - left);
    assert.ok(left > 200 && left <= 301, `${left} of 401 are left`);
    assert.deepEqual(await client.config('GET', 'maxmemory'), ['maxmemory', '0']);
    assert.deepEqual(await client.config('GET', 'maxmemory-policy'), ['maxmemory-policy', 'noeviction']);

    await server.during('server-read-only', {}, async () => {
      return /READONLY/.test(await write()) && (await client.get('a')) !== null;
    });
    assert.deepEqual([await write(), await client.dbsize()], ['', left]);

    await server.during('server-connections-used-up', {}, async () => {
      // Who is connected notices nothing.
      assert.equal(await write(), '');
      return (await saidTo(server.url, 'PING\r\n')).includes('max number of clients');
    });
    assert.equal(await saidTo(server.url, 'PING\r\n'), '+PONG');

    const impatient = new Redis(server.url, { commandTimeout: 100 });
    impatient.on('error', () => {});
    await using _impatient = { [Symbol.asyncDispose]: () => Promise.resolve(impatient.disconnect()) };
    await server.during('server-locked', {}, async () => {
      assert.notEqual(await client.get('a'), null);
      return /timed out/.test(await refusalOf(impatient.set('b', '')));
    });
    await impatient.quit();
    assert.equal(await write(), '');

    const id = await client.client('ID');
    const killed = await server.inject('server-clients-killed');
    assert.equal(killed['connectionsClosed'], 1);
    await pWaitFor(async () => (await write()) === '', { timeout: HANG_MS });
    assert.notEqual(await client.client('ID'), id);
    client.disconnect();
    await assert.rejects(server.inject('server-clients-killed'), /no client was connected/);
  },
);

test('a Redis without keys has nothing to evict, and that is no effect', LIMITS, async () => {
  await using server = await running('redis-server');
  await assert.rejects(
    server.inject('server-memory-full', { policy: 'allkeys-lru' }),
    /holds no key that it could evict/,
  );
});

test('a PostgreSQL refuses, waits and closes as it was told, and does none of it after', LIMITS, async () => {
  await using server = await running('postgres');
  const open = async () => {
    const client = new Client({ connectionString: server.url });
    const seen = { end: false };
    client.on('error', () => {});
    client.on('end', () => (seen.end = true));
    await client.connect();
    return { client, seen };
  };
  const opened = async () => (await open()).client.end();
  const { client, seen } = await open();
  const write = () => refusalOf(client.query('INSERT INTO t VALUES (1)'));
  await client.query('CREATE TABLE t (a int)');

  await server.during('server-read-only', {}, async () => /read-only transaction/.test(await write()));
  assert.equal(await write(), '');

  await client.query('SET lock_timeout = 100');
  await server.during('server-locked', {}, async () => {
    await client.query('SELECT * FROM t');
    return /lock timeout/.test(await write());
  });
  assert.equal(await write(), '');

  const used = await server.during('server-connections-used-up', {}, async () => {
    assert.equal(await write(), '');
    return /too many clients|remaining connection slots/.test(await refusalOf(opened()));
  });
  assert.ok(Number(used['connectionsTaken']) > 50, JSON.stringify(used));

  const killed = await server.inject('server-clients-killed');
  assert.equal(killed['connectionsClosed'], 1);
  await pWaitFor(() => seen.end, { timeout: HANG_MS });
  await opened();
});

test('a MariaDB refuses, waits and closes as it was told, and does none of it after', LIMITS, async () => {
  await using server = await running('mariadbd');
  const open = () => createConnection({ uri: server.url });
  const opened = async () => (await open()).end();
  const client = await open();
  let ended = false;
  client.on('error', () => (ended = true));
  const write = () => refusalOf(client.query('INSERT INTO t VALUES (1)'));
  await client.query('CREATE TABLE t (a int)');

  await client.query('SET SESSION lock_wait_timeout = 1');
  await server.during('server-locked', {}, async () => {
    await client.query('SELECT * FROM t');
    return /Lock wait timeout/.test(await write());
  });
  assert.equal(await write(), '');

  const used = await server.during('server-connections-used-up', {}, async () => {
    assert.equal(await write(), '');
    return /Too many connections/.test(await refusalOf(opened()));
  });
  assert.ok(Number(used['connectionsTaken']) > 50, JSON.stringify(used));

  const killed = await server.inject('server-clients-killed');
  assert.equal(killed['connectionsClosed'], 1);
  await pWaitFor(() => ended, { timeout: HANG_MS });
  await opened();
});

test('a MongoDB has writes wait while it is locked, and takes them after', LIMITS, async () => {
  await using server = await running('mongod');
  const client = new MongoClient(server.url);
  await using _ = { [Symbol.asyncDispose]: () => client.close() };
  const some = client.db().collection('some');
  await some.insertOne({ a: 1 });
  const fromMs = performance.now();
  const locked = server.inject('server-locked', {}, 1500);
  await pWaitFor(async () => (await client.db('admin').command({ currentOp: 1 }))['fsyncLock'] === true);
  assert.equal((await some.findOne({}))?.['a'], 1);
  await some.insertOne({ a: 2 });
  assert.ok(performance.now() - fromMs >= 1500, 'it was written when the lock was gone');
  await locked;
});

test('a memcached without a connection to give takes them again after', LIMITS, async () => {
  await using server = await running('memcached');
  const used = await server.during(
    'server-connections-used-up',
    {},
    async () => !(await saidTo(server.url, 'version\r\n')).startsWith('VERSION'),
  );
  assert.ok(Number(used['connectionsTaken']) > 900, JSON.stringify(used));
  assert.match(await saidTo(server.url, 'version\r\n'), /^VERSION/);
});

test('of each fault that asks a server it is said which servers it can ask, and it can ask no other', async () => {
  for (const kind of FAULT_KINDS) {
    const { servers }: FaultTraits = FAULTS[kind];
    if (servers === undefined) continue;
    for (const program of SERVER_PROGRAMS) {
      const url = SERVERS[program].url(1);
      const server = { name: 'store', url };
      const subject = { server, instances: [] } as unknown as StartedSubject;
      const context = { subject, target: 'store', durationMs: 0, signal };
      const said = await refusalOf(INJECT[kind]({ ...context, parameters: parametersOf(kind) }));
      assert.equal(
        /it is not known how/.test(said),
        !servers.includes(program),
        `${kind} ${program}: ${said}`,
      );
    }
  }
});
