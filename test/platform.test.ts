import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ROUTES } from '../protocol/routes.ts';
import { FAULTS } from '../harness/nemesis/faults/catalogue.ts';
import { startGuardian } from '../harness/platform/process/guardian.ts';
import { startSubject } from '../harness/platform/process/platform.ts';
import { proofExperiments } from '../harness/plan/prove.ts';
import type { StoreName } from '../harness/plan/stores.ts';
import { storeFacts } from '../harness/plan/stores.ts';
import { provision } from '../harness/provision/provision.ts';
import { nothingLeft, temporaryFolder } from './holdfast.ts';

const signal = new AbortController().signal;
const json = { 'content-type': 'application/json' };

async function start(store: StoreName, folder: string, appPort?: number) {
  const subject = proofExperiments([store], 1).find(({ id }) => id.endsWith('/restart'))?.subject;
  assert.ok(subject);
  const tool = storeFacts(store).server;
  const guardian = startGuardian();
  const started = await startSubject({
    subject,
    serverTool: tool === undefined ? undefined : await provision(tool, { signal, report: () => {} }),
    logFolder: join(folder, 'logs'),
    dataFolder: join(folder, 'data'),
    appPort,
    guardian,
    signal,
    onDeath: (what) => assert.fail(what),
  });
  const stack = new AsyncDisposableStack();
  stack.use(guardian);
  stack.use(started);
  return { started, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function createSession(url: string): Promise<string> {
  const body = JSON.stringify({ owner: 's-1' });
  const response = await fetch(url + ROUTES.session, { method: 'POST', headers: json, body });
  assert.equal(response.status, 200);
  await response.text();
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** What each store keeps of a session when its app is restarted or killed. */
const KEEPS: readonly [StoreName, 200 | 404][] = [
  ['memory', 404],
  ['redis', 200],
  ['mongo', 200],
];

for (const [store, status] of KEEPS) {
  for (const [kind, inject] of Object.entries(FAULTS)) {
    test(`${kind} on ${store} ends the process, heals, and leaves the session ${status === 200 ? 'there' : 'lost'}`, async () => {
      await using folder = await temporaryFolder();
      await using running = await start(store, folder.path);
      const [instance] = running.started.instances;
      assert.ok(instance);
      const cookie = await createSession(instance.url);
      const evidence = await inject({ subject: running.started, target: instance.name, signal });
      assert.notEqual(evidence['pidAfter'], evidence['pidBefore']);
      assert.equal(evidence['exit'], kind === 'app-crash' ? 'SIGKILL' : 'code 0');
      assert.throws(() => process.kill(Number(evidence['pidBefore']), 0), /ESRCH/);
      assert.equal((await fetch(instance.url + ROUTES.health)).status, 200);
      const after = await fetch(instance.url + ROUTES.session, { headers: { cookie } });
      assert.equal(after.status, status);
    });
  }
}

test('a subject that is disposed of leaves no process', async () => {
  await using folder = await temporaryFolder();
  {
    await using running = await start('redis', folder.path);
    assert.equal(running.started.instances.length, 1);
  }
  await nothingLeft();
});

test('SIGKILL of the parent leaves neither its processes nor its data', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  await mkdir(data);
  const guardian = fileURLToPath(new URL('../harness/platform/process/guardian.ts', import.meta.url));
  const child = fileURLToPath(new URL('../harness/platform/process/child.ts', import.meta.url));
  const script = `
    const { startGuardian } = await import(${JSON.stringify(guardian)});
    const { Child } = await import(${JSON.stringify(child)});
    const guardian = startGuardian();
    guardian.ownFolder(${JSON.stringify(data)});
    const sleeper = new Child({ name: 'sleep', command: 'sleep', args: ['60'], logFile: '/dev/null', guardian });
    console.log(sleeper.pid);
    setInterval(() => {}, 1000);`;
  const parent = execa(process.execPath, ['--input-type=module', '-e', script], { reject: false });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  assert.ok(process.kill(pid, 0));
  parent.kill('SIGKILL');
  await parent;
  const until = Date.now() + 5000;
  while (existsSync(data) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(existsSync(data), false);
  // What killed it is gone too; until somebody reaps it, its entry can stay as a zombie (Z).
  const { stdout } = await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false });
  assert.match(stdout.trim(), /^(Z.*)?$/);
});
