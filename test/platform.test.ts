import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { ROUTES } from '../protocol/routes.ts';
import { isOfWire, parametersOf, type FaultKind } from '../harness/model/faults.ts';
import { INJECT } from '../harness/nemesis/faults/catalogue.ts';
import { clearLeftovers } from '../harness/process/leftovers.ts';
import { noteRetained } from '../harness/run/retained.ts';
import { startReaper } from '../harness/process/reaper.ts';
import { processPlatform } from '../harness/platform/process/platform.ts';
import { proofExperiments } from '../harness/plan/prove.ts';
import type { PlannedFault } from '../harness/model/plan.ts';
import type { StoreName } from '../harness/stores/catalogue.ts';
import { storeFacts } from '../harness/stores/catalogue.ts';
import type { StartedSubject } from '../harness/platform/subject.ts';
import { provision, type ToolName } from '../harness/provision/provision.ts';
import { nothingLeft, temporaryFolder } from './holdfast.ts';

const signal = new AbortController().signal;
const json = { 'content-type': 'application/json' };

interface StartOptions {
  appPort?: number;
  faults?: PlannedFault[];
  instances?: number;
}

async function start(
  store: StoreName,
  folder: string,
  { appPort, faults = [], instances = 1 }: StartOptions = {},
) {
  const experiment = proofExperiments([store], 1).find(({ id }) => id.endsWith('/restart'));
  assert.ok(experiment);
  const server = storeFacts(store).server;
  const names: ToolName[] = [
    ...(server === undefined ? [] : [server]),
    ...(faults.some(({ kind }) => isOfWire(kind)) ? (['toxiproxy-server'] as const) : []),
  ];
  const found = names.map(
    async (name) => [name, await provision(name, { signal, report: () => {} })] as const,
  );
  const tools = new Map(await Promise.all(found));
  const reaper = startReaper();
  const started = await processPlatform({ tools, appPort, reaper }).start({
    experiment: { ...experiment, subject: { ...experiment.subject, instances }, faults },
    logFolder: join(folder, 'logs'),
    dataFolder: join(folder, 'data'),
    signal,
    onDeath: (what) => assert.fail(what),
    onUnplanned: ({ fault }) => assert.fail(fault),
    onUnclean: assert.fail,
  });
  const stack = new AsyncDisposableStack();
  stack.use(reaper);
  stack.use(started);
  return { started, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function createSession(url: string): Promise<string> {
  const body = JSON.stringify({ owner: 's-1' });
  const response = await fetch(url + ROUTES.session, { method: 'POST', headers: json, body });
  assert.equal(response.status, 200);
  await response.text();
  // cookie-session sends two: the session, and its signature.
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

const statusOf = async (url: string, cookie: string) =>
  (await fetch(url + ROUTES.session, { headers: { cookie } })).status;

const inject = (kind: FaultKind, subject: StartedSubject, target: string, durationMs = 0) =>
  INJECT[kind]({ subject, target, durationMs, parameters: parametersOf(kind), signal });

/** What only a hang reaches. */
const LIMIT_MS = 180_000;

/** Whether a signal has stopped the process. */
const isStopped = async (pid: number | undefined) =>
  (await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false })).stdout.trim().startsWith('T');

/** A client of the store finds its way back by itself, which takes it a moment. */
const untilHealthy = (url: string) =>
  pWaitFor(async () => (await fetch(url + ROUTES.health)).ok, { interval: 50, timeout: LIMIT_MS });

/** What each store keeps of a session when its app is restarted or killed. */
const KEEPS: readonly [StoreName, 200 | 404][] = [
  ['memory', 404],
  ['memorystore', 404],
  ['cookie', 200],
  ['redis', 200],
  ['node-redis', 200],
  ['mongo', 200],
  ['memcached', 200],
  ['mysql', 200],
  ['sequelize-mysql', 200],
  ['postgres', 200],
  ['sequelize-postgres', 200],
  ['sqlite', 200],
  ['file', 200],
];

for (const [store, status] of KEEPS) {
  for (const kind of ['app-restart', 'app-crash'] as const) {
    test(`${kind} on ${store} ends the process, heals, and leaves the session ${status === 200 ? 'there' : 'lost'}`, async () => {
      await using folder = await temporaryFolder();
      await using running = await start(store, folder.path);
      const [instance] = running.started.instances;
      assert.ok(instance);
      const cookie = await createSession(instance.url);
      const evidence = await inject(kind, running.started, instance.name);
      assert.notEqual(evidence['pidAfter'], evidence['pidBefore']);
      assert.equal(evidence['exit'], kind === 'app-crash' ? 'SIGKILL' : 'code 0');
      assert.throws(() => process.kill(Number(evidence['pidBefore']), 0), /ESRCH/);
      assert.equal((await fetch(instance.url + ROUTES.health)).status, 200);
      assert.equal(await statusOf(instance.url, cookie), status);
    });
  }
}

/** A server that is killed before it wrote anything down loses it; mongod has a journal, synced every 100 ms. */
const SERVER_KEEPS: readonly [StoreName, 'server-restart' | 'server-crash', 200 | 404][] = [
  ['redis', 'server-restart', 200],
  ['redis', 'server-crash', 404],
  ['mongo', 'server-restart', 200],
  ['mongo', 'server-crash', 200],
  ['memcached', 'server-restart', 404],
  ['memcached', 'server-crash', 404],
  ['mysql', 'server-restart', 200],
  ['mysql', 'server-crash', 200],
  ['postgres', 'server-restart', 200],
  ['postgres', 'server-crash', 200],
];

for (const [store, kind, status] of SERVER_KEEPS) {
  test(`${kind} on ${store} ends the server, heals, and leaves an old session ${status === 200 ? 'there' : 'lost'}`, async () => {
    await using folder = await temporaryFolder();
    await using running = await start(store, folder.path);
    const [instance] = running.started.instances;
    assert.ok(instance);
    const cookie = await createSession(instance.url);
    // Longer than a journal waits; how much of the last moments is lost is for experiments to say.
    await delay(1000);
    const evidence = await inject(kind, running.started, store);
    assert.notEqual(evidence['pidAfter'], evidence['pidBefore']);
    assert.equal(evidence['exit'], kind === 'server-crash' ? 'SIGKILL' : 'code 0');
    await untilHealthy(instance.url);
    assert.equal(await statusOf(instance.url, cookie), status);
  });
}

test('app-pause stops the process: no answer while it lasts, and the session is there after', async () => {
  await using folder = await temporaryFolder();
  await using running = await start('memory', folder.path);
  const [instance] = running.started.instances;
  assert.ok(instance);
  const cookie = await createSession(instance.url);
  const paused = inject('app-pause', running.started, instance.name, 3000);
  await pWaitFor(() => isStopped(instance.pid));
  await assert.rejects(fetch(instance.url + ROUTES.health, { signal: AbortSignal.timeout(400) }), /timeout/);
  const evidence = await paused;
  assert.match(String(evidence['seen']), /state T/);
  assert.equal(await statusOf(instance.url, cookie), 200);
});

// PostgreSQL serves each connection with a process of its own.
for (const store of ['redis', 'mysql', 'postgres'] as const) {
  test(`server-pause on ${store} keeps answers back while it lasts, and they come after, though it was interrupted`, async () => {
    await using folder = await temporaryFolder();
    await using running = await start(store, folder.path);
    const [instance] = running.started.instances;
    assert.ok(instance);
    const cookie = await createSession(instance.url);
    const { server } = running.started;
    assert.ok(server);
    const interrupted = new AbortController();
    const context = { subject: running.started, target: store, durationMs: LIMIT_MS, parameters: {} };
    const paused = assert.rejects(INJECT['server-pause']({ ...context, signal: interrupted.signal }));
    await pWaitFor(() => isStopped(server.pid));
    const answer = statusOf(instance.url, cookie);
    const first = await Promise.race([answer, delay(400, 'nothing')]);
    assert.equal(first, 'nothing');
    interrupted.abort();
    await paused;
    assert.equal(await answer, 200);
  });
}

test('wire-down cuts one instance off and heals; the server never noticed', async () => {
  await using folder = await temporaryFolder();
  const fault = { id: 'f1', kind: 'wire-down', target: 'app-1', atMs: 0, durationMs: 3000 } as const;
  await using running = await start('redis', folder.path, { faults: [fault] });
  const [instance] = running.started.instances;
  const { server } = running.started;
  assert.ok(instance && server);
  const cookie = await createSession(instance.url);
  const serverPid = server.pid;
  const down = inject('wire-down', running.started, instance.name, 3000);
  await pWaitFor(async () => (await fetch(instance.url + ROUTES.health)).status === 503);
  assert.equal((await fetch(instance.url + ROUTES.live)).status, 200);
  assert.equal((await server.memory()).sessions, 1);
  const evidence = await down;
  assert.ok(Number(evidence['brokenMs']) >= 3000);
  await untilHealthy(instance.url);
  assert.equal(await statusOf(instance.url, cookie), 200);
  assert.equal(server.pid, serverPid);
});

test('instances are replaced, blocked and given other secrets, and a session lives as long as its cookie is taken', async () => {
  await using folder = await temporaryFolder();
  const early = { id: 'f1', kind: 'app-started-early', target: 'app-1', atMs: 0, durationMs: 500 } as const;
  await using running = await start('redis', folder.path, { faults: [early], instances: 2 });
  const { started } = running;
  const [one, other] = started.instances;
  assert.ok(one && other);
  const cookie = await createSession(one.url);
  const statuses = async (shown: string) => [
    await statusOf(one.url, shown),
    await statusOf(other.url, shown),
  ];
  const pids = () => started.instances.map(({ pid }) => pid);

  const before = pids();
  await inject('app-rolling', started, 'all');
  for (const [index, pid] of pids().entries()) assert.notEqual(pid, before[index]);
  assert.deepEqual(await statuses(cookie), [200, 200]);

  const blocked = inject('app-blocked', started, 'app-1', 3000);
  const isMute = () =>
    fetch(one.url + ROUTES.health, { signal: AbortSignal.timeout(300) }).then(
      () => false,
      () => true,
    );
  await pWaitFor(isMute);
  assert.equal((await fetch(other.url + ROUTES.health)).status, 200);
  assert.ok(Number((await blocked)['waitedMs']) >= 450);

  const starting = inject('app-started-early', started, 'app-1', 1500);
  await pWaitFor(async () => (await fetch(one.url + ROUTES.health).catch(() => undefined))?.ok !== true);
  assert.match(String((await starting)['seen']), /not ready/);
  await untilHealthy(one.url);
  assert.deepEqual(await statuses(cookie), [200, 200]);

  const rotated = await inject('app-secret-rotated', started, 'all');
  assert.deepEqual([rotated['cookieFromBefore'], rotated['steps']], ['taken', 2]);
  assert.deepEqual(await statuses(cookie), [200, 200]);
  assert.deepEqual(await statuses(await createSession(other.url)), [200, 200]);
});

test('where another instance is away, nothing is rolled over', async () => {
  await using folder = await temporaryFolder();
  await using running = await start('memory', folder.path, { instances: 2 });
  const [one, other] = running.started.instances;
  assert.ok(one && other);
  await other.end('SIGKILL');
  const { pid } = one;
  await assert.rejects(inject('app-rolling', running.started, 'all'), /fewer than all but one are up/);
  assert.equal(one.pid, pid);
});

test('a fault that is interrupted leaves nothing paused', async () => {
  await using folder = await temporaryFolder();
  await using running = await start('memory', folder.path);
  const [instance] = running.started.instances;
  assert.ok(instance);
  const interrupted = new AbortController();
  const context = { subject: running.started, target: instance.name, durationMs: 60_000, parameters: {} };
  const fault = assert.rejects(INJECT['app-pause']({ ...context, signal: interrupted.signal }));
  await pWaitFor(() => isStopped(instance.pid));
  interrupted.abort();
  await fault;
  assert.equal((await fetch(instance.url + ROUTES.health)).status, 200);
});

test('what on the heap holds on to sessions is named as a developer knows it', async () => {
  await using folder = await temporaryFolder();
  const notes: string[] = [];
  const recording = { note: (text: string) => notes.push(text) };
  for (const store of ['memory', 'cookie'] as const) {
    await using running = await start(store, folder.path);
    await noteRetained(running.started, { ttlMs: 200 }, { recording, signal });
  }
  assert.match(
    notes[0] ?? '',
    /^on the heap of app-1, .* held by .*MemoryStore\.sessions \(\d+ more references\)$/,
  );
  assert.match(notes[1] ?? '', /^on the heap of app-1, .* were held by nothing$/);
});

test('a subject that is disposed of leaves no process', async () => {
  await using folder = await temporaryFolder();
  {
    await using running = await start('redis', folder.path);
    assert.equal(running.started.instances.length, 1);
  }
  await nothingLeft();
});

/** A process that has a reaper, a folder and a child; and the number of that child. */
async function startParent(data: string) {
  const reaper = fileURLToPath(new URL('../harness/process/reaper.ts', import.meta.url));
  const child = fileURLToPath(new URL('../harness/process/child.ts', import.meta.url));
  const script = `
    const { startReaper } = await import(${JSON.stringify(reaper)});
    const { Child } = await import(${JSON.stringify(child)});
    const reaper = startReaper();
    reaper.makeFolder(${JSON.stringify(data)});
    const sleeper = new Child({ name: 'sleep', command: 'sleep', args: ['600'], logFile: '/dev/null', reaper });
    console.log(sleeper.pid);
    setInterval(() => {}, 1000);`;
  const parent = execa(process.execPath, ['--input-type=module', '-e', script], { reject: false });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  assert.ok(process.kill(pid, 0));
  return { parent, pid };
}

/** What killed it is gone too; until somebody reaps it, its entry can stay as a zombie (Z). */
const isOver = async (pid: number) =>
  /^(Z.*)?$/.test((await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false })).stdout.trim());

test('SIGKILL of the parent leaves neither its processes nor its data', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const { parent, pid } = await startParent(data);
  parent.kill('SIGKILL');
  await parent;
  await pWaitFor(async () => !existsSync(data) && (await isOver(pid)), { timeout: 60_000 });
});

test('SIGKILL of the parent and its reaper at once leaves no process, and the next run clears the data', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const { parent, pid } = await startParent(data);
  const { stdout } = await execa('pgrep', ['-P', String(parent.pid), '-f', 'reaper-main']);
  // A process that is stopped sees nothing, and could not end by itself.
  process.kill(pid, 'SIGSTOP');
  for (const each of [Number(stdout), parent.pid ?? 0]) process.kill(each, 'SIGKILL');
  await parent;
  await pWaitFor(() => isOver(pid), { timeout: 60_000 });
  assert.ok(existsSync(data));
  assert.match((await clearLeftovers([data])).join(), /cleared .*data of a run that was killed/);
  assert.ok(!existsSync(data));
});
