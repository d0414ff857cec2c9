import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import express from 'express';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { probe } from '../app/mounted.ts';
import { run } from './experiment.ts';
import { holdfast, leftovers, nothingLeft, startHoldfast, temporaryFolder, untilPrints } from './holdfast.ts';
import { listening, sessions } from './listening.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const example = (name: string) => join(ROOT, 'examples', name);

test("the store of the guide keeps its promises, in a project of one's own", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'node_modules'));
  for (const name of ['express-session', 'holdfast'])
    await symlink(
      name === 'holdfast' ? ROOT : join(ROOT, 'node_modules', name),
      join(folder.path, 'node_modules', name),
    );
  const file = join(folder.path, 'my-store.ts');
  await writeFile(file, await readFile(example('my-store.ts')));
  const flags = [
    '--subject',
    file,
    '--instances',
    '2',
    '--faults',
    'app-crash@800ms',
    '--duration',
    '2500ms',
  ];
  const { code, result } = await run(flags);
  assert.equal(code, 0);
  assert.equal(result.id, 'my-store.ts/register');
  assert.deepEqual(
    result.promises.map(({ id, source }) => [id, source.split(':', 1)[0]]),
    [
      ['survives-app-restart', 'my-store readme'],
      ['shared-between-instances', 'my-store readme'],
    ],
  );
  await nothingLeft();
});

test('a server that a subject brings along is broken like any other, and is gone after the run', async () => {
  const subject = ['--subject', example('my-server-store.ts')];
  const flags = [...subject, '--faults', 'server-crash@600ms,wire-down@2500ms+300ms', '--duration', '4s'];
  const { code, result } = await run(flags);
  assert.equal(code, 0, JSON.stringify(result.problems));
  assert.deepEqual(
    result.faults.map(({ tookEffect }) => tookEffect),
    [true, true],
  );
  assert.ok(result.promises.some(({ id }) => id === 'survives-server-restart'));
  await nothingLeft();
});

test('a wire that was cut or slow, and that a store goes around, was not broken: unknown, with the reason', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'around.mjs');
  // It asks the server where that is, and goes there by itself, as clients of clusters do.
  await writeFile(
    file,
    `import { RedisStore } from '${import.meta.resolve('connect-redis')}';
    import { Redis } from '${import.meta.resolve('ioredis')}';
    export default {
      server: { use: 'redis-server' },
      open: async ({ url }) => {
        const first = new Redis(url);
        const [, port] = await first.config('GET', 'port');
        first.disconnect();
        const client = new Redis(Number(port), '127.0.0.1');
        return { store: new RedisStore({ client }), close: () => client.disconnect() };
      },
    };`,
  );
  const { code, result } = await run([
    '--subject',
    file,
    '--faults',
    'wire-down@800ms+1s,wire-slow@3s+1s',
    '--duration',
    '5s',
  ]);
  assert.equal(code, 2, JSON.stringify(result.faults));
  assert.match(
    result.problems.join('\n'),
    /wire-down on app-1 did not take effect.*the store of app-1 acknowledged \d+ saves while its wire was cut: it goes around/,
  );
  assert.match(
    result.problems.join('\n'),
    /wire-slow on app-1 did not take effect.*acknowledged \d+ saves sooner than its slow wire lets them through/,
  );
});

for (const how of ['SIGINT', 'SIGKILL'] as const) {
  test(`${how} in the middle of a run leaves no server that a subject brought along`, async () => {
    {
      await using folder = await temporaryFolder();
      const load = ['--duration', '20s', '--clients', '10', '--rate', '200', '--reports', folder.path];
      const running = startHoldfast(['run', '--subject', example('my-server-store.ts'), ...load]);
      try {
        await untilPrints(running, /register/);
        await pWaitFor(async () => /redis-server/.test((await leftovers()).join('\n')), { timeout: 120_000 });
      } finally {
        running.kill(how);
      }
      const { exitCode } = await running;
      if (how === 'SIGINT') assert.equal(exitCode, 130);
    }
    await nothingLeft();
  });
}

test('a server that does not start makes the experiment unknown, and says which and why', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.mjs');
  await writeFile(
    file,
    `export default {
      server: { command: 'no-such-server', url: 'mine://127.0.0.1:{port}' },
      open: ({ session }) => new session.MemoryStore(),
    };`,
  );
  const { code, result } = await run(['--subject', file, '--duration', '1s']);
  assert.equal(code, 2);
  assert.match(
    result.problems.join('\n'),
    /the server of mine\.mjs \(no-such-server\) did not start: it could not be started/,
  );
  await nothingLeft();
});

for (const [what, says, code, message] of [
  ['states no promises is held to all', '', 1, /lost-session/],
  ['says that it promises nothing is not', 'promises: {}, ', 0, /not promised[^]*survives-app-restart/],
] as const) {
  test(`at the gate by its own word a subject that ${what}`, async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'mine.mjs');
    await writeFile(file, `export default { ${says}open: ({ session }) => new session.MemoryStore() };`);
    const reports = join(folder.path, 'reports');
    const load = ['--clients', '10', '--rate', '200', '--duration', '1500ms', '--faults', 'app-crash@700ms'];
    assert.equal((await holdfast(['run', '--subject', file, ...load, '--reports', reports])).code, 1);
    const [name = ''] = await readdir(reports);
    const gated = await holdfast(['gate', join(reports, name), '--policy', 'as-promised']);
    assert.equal(gated.code, code, gated.stdout);
    assert.match(gated.stdout, message);
  });
}

test('the app of the guide is judged as it is, and left alone', async () => {
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port) };
  const app = execa(process.execPath, [example('my-app.mjs')], { env, reject: false, stderr: 'inherit' });
  try {
    await once(app.stdout, 'data');
    const { code, result, lines } = await run([
      '--target',
      url,
      '--workload',
      'login',
      '--duration',
      '1500ms',
    ]);
    assert.equal(code, 0, JSON.stringify(result.anomalyCounts));
    assert.match(result.title, /an app that was up already: no faults, memory not read/);
    assert.match(result.notes.join(), /nothing of it was broken, and its memory was not read/);
    const opening = lines.find((line) => 'experiment' in line);
    assert.equal(opening?.ttlMs, 60_000);
    assert.equal(await (await fetch(url)).text(), 'an app like any other');
  } finally {
    app.kill();
    await app;
  }
});

test('an app that ends in the middle of its run makes it unknown, and is named', async () => {
  let requests = 0;
  const app = express().use((_request, _response, next) => {
    if (++requests === 300) void served[Symbol.asyncDispose]();
    next();
  });
  const served = await listening(createServer(app.use(sessions()).use(probe())));
  const { code, result } = await run(['--target', served.url, '--duration', '10s']);
  assert.equal(code, 2);
  assert.match(result.problems.join(), new RegExp(`nothing listens at ${served.url} any more`));
});

test('two instances that share nothing are found out, each by its own address', async () => {
  await using one = await listening(
    createServer(
      express()
        .use(sessions())
        .use(probe({ instance: 'one' })),
    ),
  );
  await using other = await listening(
    createServer(
      express()
        .use(sessions())
        .use(probe({ instance: 'other' })),
    ),
  );
  const { code, result } = await run(['--target', one.url, '--target', other.url, '--duration', '1s']);
  assert.equal(code, 1);
  assert.equal(result.instances, 2);
  assert.ok(result.counts.readsAbsent > 0);
});
