import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import getPort from 'get-port';
import { Redis } from 'ioredis';
import type { OwnServer } from '../../model/own.ts';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { startReaper } from '../../process/reaper.ts';
import { provision } from '../../provision/provision.ts';
import { accepting } from '../accepting.ts';
import { OwnServerProcess } from './own-server.ts';

/** Listens on the port that it is given, after it has said in a file of its folder which process it is. */
const LISTENS = `
  require('node:fs').appendFileSync('lives', process.pid + ' ' + process.env.GREETING + '\\n');
  require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1', () => console.log('at work'));`;

async function serverOf(told: Partial<OwnServer>, given?: number) {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const server = new OwnServerProcess({
    store: 'mine.ts',
    server: {
      command: process.execPath,
      args: ['-e', LISTENS, '{port}'],
      env: { GREETING: 'in {folder}' },
      url: 'mine://127.0.0.1:{port}/0',
      ...told,
    },
    port: given ?? (await getPort({ host: '127.0.0.1' })),
    dataFolder: folder.path,
    logFile: join(folder.path, 'log'),
    reaper: stack.use(startReaper()),
    signal: new AbortController().signal,
    onDeath: () => {},
  });
  stack.use(server);
  const owned = stack.move();
  return { server, folder: folder.path, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const lives = async (folder: string) =>
  (await readFile(join(folder, 'lives'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(' ', 1)[0]);

/** Whoever is dead and not yet buried runs no more. */
const runs = async (pid: number): Promise<boolean> => /^[^Z]/.test(await stateOf(pid));

async function stateOf(pid: number): Promise<string> {
  const { stdout } = await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false });
  return stdout.trim();
}

for (const ready of [undefined, { prints: 'at work' }]) {
  test(`it is told its port and folder, and starts anew where it was, ready ${ready ? 'by what it prints' : 'when it listens'}`, async () => {
    await using started = await serverOf(ready === undefined ? {} : { ready });
    const { server, folder } = started;
    await server.start();
    assert.match(server.url, /^mine:\/\/127\.0\.0\.1:\d+\/0$/);
    assert.equal((await readFile(join(folder, 'lives'), 'utf8')).trim(), `${server.pid} in ${folder}`);
    const { pid } = server;
    const seen = 'its process ended, and its port refused connections';
    assert.deepEqual(await server.end('SIGKILL'), { pid, exit: 'SIGKILL', seen });
    await server.start();
    assert.notEqual(server.pid, pid);
    assert.equal((await lives(folder)).length, 2);
  });
}

test('what it printed before its end does not make it ready again', async () => {
  await using started = await serverOf({
    args: [
      '-e',
      "const { statSync } = require('node:fs'); if ((statSync('log', { throwIfNoEntry: false })?.size ?? 0) === 0) console.log('at work'); else process.exit(7); setInterval(() => {}, 1000);",
    ],
    ready: { prints: 'at work' },
  });
  await started.server.start();
  await started.server.end('SIGKILL');
  await assert.rejects(
    started.server.start(),
    /the server of mine\.ts .* ended before it was ready: .*exited with code 7/,
  );
});

/** Two processes in one group: a shell that waits, or a first one that has gone. */
const BEHIND = {
  'behind a shell': [`"${process.execPath}" -e "$SCRIPT" {port} > out; exit 1`],
  'that forks and whose first process ends': [
    `"${process.execPath}" -e "$SCRIPT" {port} > out 2>&1 < /dev/null &`,
  ],
} as const;

for (const [where, script] of Object.entries(BEHIND)) {
  test(`of a server ${where} all is ended, paused and started anew, and nothing outlives it`, async () => {
    let inner: number[] = [];
    {
      await using started = await serverOf({
        command: 'sh',
        args: ['-c', ...script],
        env: { SCRIPT: LISTENS, GREETING: 'x' },
      });
      const { server, folder } = started;
      const port = Number(new URL(server.url).port);
      await server.start();
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        await server.end(signal);
        await assert.rejects(accepting({ host: '127.0.0.1', port }));
        await server.start();
      }
      inner = (await lives(folder)).map(Number);
      assert.equal(inner.length, 3);
      assert.deepEqual(await Promise.all(inner.map(runs)), [false, false, true]);
      await server.pause();
      assert.match(await stateOf(inner[2] as number), /^T/);
      await server.resume();
      assert.match(await stateOf(inner[2] as number), /^[SR]/);
    }
    assert.deepEqual(await Promise.all(inner.map(runs)), [false, false, false]);
  });
}

const ON_LINUX = { skip: process.platform === 'linux' ? false : 'only Linux shows who left a process group' };

/** Real servers that are not the first process, or not in its group: each says of itself which process it is. */
const REDIS = {
  'behind a shell': { args: ['-c', 'exec 3>&1; "$0" "$@" > redis.log; exit 1'] },
  'behind a shell, in a session of its own': { args: ['-c', 'setsid "$0" "$@" > redis.log 2>&1 & wait'] },
  'that daemonizes': { args: ['-c', '"$0" "$@" --daemonize yes'] },
} as const;

for (const [where, { args }] of Object.entries(REDIS)) {
  test(`of a redis-server ${where} all is hit by each fault, and nothing outlives it`, ON_LINUX, async () => {
    const tool = await provision('redis-server', { signal: new AbortController().signal, report: () => {} });
    const lived: number[] = [];
    {
      await using started = await serverOf({
        command: 'sh',
        args: [...args, tool.path, '--port', '{port}', '--dir', '{folder}', '--bind', '127.0.0.1'],
        env: tool.env ?? {},
        url: 'redis://127.0.0.1:{port}',
      });
      const { server } = started;
      await server.start();
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        lived.push(await redisPid(server.url));
        assert.match((await server.end(signal)).seen, /ended, and its port refused connections/);
        assert.deepEqual(
          await Promise.all(lived.map(runs)),
          lived.map(() => false),
        );
        await server.start();
      }
      const pid = await redisPid(server.url);
      lived.push(pid);
      await server.pause();
      assert.match(await stateOf(pid), /^T/);
      await server.resume();
      assert.equal(await redisPid(server.url), pid);
      assert.equal(new Set(lived).size, 3);
    }
    assert.deepEqual(await Promise.all(lived.map(runs)), [false, false, false]);
  });
}

async function redisPid(url: string): Promise<number> {
  const redis = new Redis(url);
  try {
    return Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
  } finally {
    redis.disconnect();
  }
}

test('one of which nothing shows that it is part of the server goes on serving: it was not ended', async () => {
  const port = await getPort({ host: '127.0.0.1' });
  await using stranger = await serverOf(
    { args: ['-e', LISTENS, String(port)], url: `x://127.0.0.1:${port}` },
    port,
  );
  await stranger.server.start();
  await using started = await serverOf({ args: ['-e', 'setInterval(() => {}, 1000)'] }, port);
  await started.server.start();
  await assert.rejects(
    started.server.end('SIGKILL'),
    /still takes connections on its port \d+: a process of it that left its process group/,
  );
});

test('it is asked to end by its own signal, and waited for as long as it says', async () => {
  const script =
    "process.once('SIGUSR2', () => process.exit(5)); process.on('SIGTERM', () => {}); setTimeout(() => console.log('up'), 100); setInterval(() => {}, 1000);";
  const told: Partial<OwnServer> = { args: ['-e', script], stopSignal: 'SIGUSR2' };
  await using patient = await serverOf({ ...told, ready: { prints: 'up', withinMs: 60_000 } });
  await patient.server.start();
  assert.equal((await patient.server.end('SIGTERM')).exit, 'code 5');
  await using hasty = await serverOf({ ...told, ready: { prints: 'up', withinMs: 20 } });
  await assert.rejects(hasty.server.start(), /was not ready within 0\.02 s/);
});

test('a command that there is not is named', async () => {
  await using started = await serverOf({ command: 'no-such-server' });
  await assert.rejects(
    started.server.start(),
    /the server of mine\.ts \(no-such-server\) did not start: it could not be started \(spawn no-such-server ENOENT\)/,
  );
});
