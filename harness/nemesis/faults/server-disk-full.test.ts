import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { nothingLeft, temporaryFolder } from '../../../test/holdfast.ts';
import type { ServerProgram } from '../../../protocol/servers.ts';
import { startSmallDisk } from '../../platform/process/servers/small-disk.ts';
import { ServerProcess } from '../../platform/process/servers/server.ts';
import type { StartedSubject } from '../../platform/subject.ts';
import { startReaper } from '../../process/reaper.ts';
import { assertOwnDisk } from '../../provision/own-disk.ts';
import { provision } from '../../provision/provision.ts';
import { fillDisk } from './server-disk-full.ts';

const signal = new AbortController().signal;
const SKIP = {
  skip: await assertOwnDisk(signal).then(
    () => false as const,
    ({ message }: Error) => message,
  ),
  timeout: 180_000,
};

const onDeath = (what: string) => assert.fail(what);

async function running(program: ServerProgram, settings: Record<string, string> = {}) {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const dataFolder = join(folder.path, 'data');
  await mkdir(dataFolder);
  const reaper = stack.use(startReaper());
  const place = { program, logFolder: folder.path, reaper, signal, onDeath };
  const server = stack.use(
    await ServerProcess.start({
      ...place,
      store: 'store',
      tool: await provision(program, { signal, report: () => {} }),
      dataFolder,
      logFile: join(folder.path, 'log'),
      port: await getPort({ host: '127.0.0.1' }),
      settings,
      small: await startSmallDisk({ ...place, folder: dataFolder }),
    }),
  );
  const subject = { server, instances: [] } as unknown as StartedSubject;
  const fill = (durationMs: number) =>
    fillDisk({ subject, target: 'store', durationMs, parameters: {}, signal });
  const owned = stack.move();
  return { server, fill, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const FULL: [program: ServerProgram, settings: Record<string, string>, says: RegExp][] = [
  ['redis-server', {}, /MISCONF/],
  ['redis-server', { persistence: 'aof-everysec' }, /MISCONF/],
  ['postgres', {}, /SQLSTATE 53100/],
  ['mariadbd', {}, /28|full/],
];

for (const [program, settings, says] of FULL)
  test(
    `${program} ${JSON.stringify(settings)} refuses writes when its disk is full, takes them after, and starts on it again`,
    SKIP,
    async () => {
      await using run = await running(program, settings);
      const evidence = await run.fill(500);
      assert.match(String(evidence['seen']), says);
      assert.match(String(evidence['refused']), says);
      assert.equal(evidence['after'], 'a write was taken');
      await run.server.end('SIGKILL');
      await run.server.start();
      assert.match(String((await run.fill(0))['seen']), says);
    },
  );

const ENDS: [program: ServerProgram, settings: Record<string, string>, exit: string, says: RegExp][] = [
  ['redis-server', { persistence: 'aof-always' }, 'code 1', /AOF/],
  ['mongod', {}, 'SIGABRT', /No space left|Failed to write/],
];

for (const [program, settings, exit, says] of ENDS)
  test(
    `${program} ${JSON.stringify(settings)} ends itself when its disk is full, is not there meanwhile, and starts on it when it has room`,
    SKIP,
    async () => {
      await using run = await running(program, settings);
      const before = run.server.pid;
      const startedMs = performance.now();
      const healing = run.fill(1000);
      await pWaitFor(() => run.server.pid === 0, { interval: 10, timeout: 60_000 });
      const goneMs = performance.now();
      await assert.rejects(run.server.memory());
      const evidence = await healing;
      assert.ok(
        performance.now() - goneMs >= 900,
        `${performance.now() - goneMs} of ${goneMs - startedMs} ms`,
      );
      assert.equal(evidence['exit'], exit);
      assert.match(String(evidence['said']), says);
      assert.equal(evidence['seen'], 'it ended by itself, and its port refused connections');
      assert.equal(evidence['pidBefore'], before);
      assert.equal(evidence['pidAfter'], run.server.pid);
      assert.equal(evidence['after'], 'a write was taken');
      // It has its room for good, and dies again of the next time.
      await run.server.end('SIGTERM');
      await run.server.start();
      assert.equal((await run.fill(0))['exit'], exit);
    },
  );

test('what cannot be seen on a disk is told', SKIP, async () => {
  await using run = await running('redis-server', { persistence: 'none' });
  await assert.rejects(run.fill(0), /redis without persistence has nothing on a disk/);
});

test('a server that shares a disk with all others has none that could be filled', async () => {
  const server = { name: 'store', url: 'postgres://127.0.0.1:1' };
  const subject = { server, instances: [] } as unknown as StartedSubject;
  await assert.rejects(
    fillDisk({ subject, target: 'store', durationMs: 0, parameters: {}, signal }),
    /no disk of its own/,
  );
});

test('nothing is left of any server', () => nothingLeft());
