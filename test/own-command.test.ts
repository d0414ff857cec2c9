import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from './experiment.ts';
import { holdfast, nothingLeft, temporaryFolder } from './holdfast.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const APP = `import express from 'express';
import session from 'express-session';
import { RedisStore } from 'connect-redis';
import { Redis } from 'ioredis';
import { probe } from 'holdfast/probe';
const app = express();
const store = new RedisStore({ client: new Redis(process.env.REDIS_URL) });
const cookie = { maxAge: 600_000 };
app.use(session({ secret: 'one', resave: false, saveUninitialized: false, store, cookie }));
app.use(probe());
app.get('/healthz', (_request, response) => response.send('up'));
app.listen(process.env.PORT, '127.0.0.1');
`;

async function project(app: string) {
  const folder = await temporaryFolder();
  await mkdir(join(folder.path, 'node_modules'));
  for (const name of ['express', 'express-session', 'connect-redis', 'ioredis'])
    await symlink(join(ROOT, 'node_modules', name), join(folder.path, 'node_modules', name));
  await symlink(ROOT, join(folder.path, 'node_modules', 'holdfast'));
  // Of this clone the probe is TypeScript, which an older Node of this machine may not read.
  const manifest = { type: 'module', scripts: { start: `"${process.execPath}" app.mjs` } };
  await writeFile(join(folder.path, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder.path, 'app.mjs'), app);
  return folder;
}

test('an app by its own command, on a redis that it is handed, keeps its sessions through what is broken', async () => {
  await using folder = await project(APP);
  const command = ['--command', 'REDIS_URL={redis} npm start', '--server', 'redis', '--in', folder.path];
  const faults = 'app-crash@1s,server-pause@3s+500ms';
  const { code, result } = await run(
    [...command, '--ready', '/healthz', '--instances', '2', '--faults', faults, '--duration', '5s'],
    ['--clients', '8', '--rate', '60', '--seed', 'command'],
  );
  assert.deepEqual(
    result.faults.map(({ tookEffect }) => tookEffect),
    [true, true],
    JSON.stringify(result.problems),
  );
  assert.equal(code, 0, JSON.stringify([result.problems, result.anomalies]));
  // The shell, npm and the app: all that the command started.
  assert.match(String(result.faults[0]?.evidence['seen']), /^all [3-9] processes of it ended/);
  await nothingLeft();
});

for (const [what, app, expected] of [
  ['dies', "throw new Error('no such setting')", /it exited with code 1[^]*no such setting/],
  [
    'listens elsewhere',
    "setInterval(() => {}, 1e3); (await import('node:net')).createServer().listen(0)",
    /nothing took connections[^]*it listens on port \d+ instead[^]*\{port\}/,
  ],
  [
    'goes to another server',
    APP.replace('process.env.REDIS_URL', '{ lazyConnect: true, port: 1 }').replace('store, ', ''),
    /no connection to the redis/,
  ],
] as const)
  test(
    `an app that ${what} is told before anything is run, and is gone`,
    { skip: process.platform !== 'linux' },
    async () => {
      await using folder = await project(app);
      const command = ['--command', 'REDIS_URL={redis} npm start', '--server', 'redis', '--in', folder.path];
      const { code, stderr } = await holdfast([
        'run',
        ...command,
        '--ready-within',
        what === 'listens elsewhere' ? '4s' : '60s',
        '--reports',
        folder.path,
      ]);
      assert.match(stderr, expected);
      assert.ok(code === 64 || code === 69, stderr);
      await nothingLeft();
    },
  );
