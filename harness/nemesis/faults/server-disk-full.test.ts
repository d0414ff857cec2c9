import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import getPort from 'get-port';
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

test('what cannot be seen on a disk is told', SKIP, async () => {
  await using run = await running('redis-server', { persistence: 'none' });
  await assert.rejects(run.fill(0), /redis without persistence has nothing on a disk/);
});

test('a server that shares a disk with all others has none that could be filled', async () => {
  const server = { name: 'store', url: 'redis://127.0.0.1:1' };
  const subject = { server, instances: [] } as unknown as StartedSubject;
  await assert.rejects(
    fillDisk({ subject, target: 'store', durationMs: 0, parameters: {}, signal }),
    /no disk of its own/,
  );
});

test('nothing is left of any server', () => nothingLeft());
