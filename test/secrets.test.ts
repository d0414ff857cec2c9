import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdfast, nothingLeft, onlyRun, temporaryFolder } from './holdfast.ts';

const PLANTED = {
  cookies: 'planted-0f-the-cookies',
  older: 'planted-0f-older-cookies',
  variable: 'planted-in-a-variable',
  environment: 'planted-in-the-environment',
  argument: 'planted-in-an-argument',
  address: 'planted-in-the-address',
};

/** A server that says all that it was told, and a store that does, too: as careless as can be. */
const SUBJECT = `
  const listen = \`
    console.log('told', process.argv.join(' '), process.env.PASSWORD, process.env.PLANTED_VARIABLE);
    require('node:net').createServer((socket) => socket.resume()).listen(Number(process.argv[1]), '127.0.0.1');\`;
  export default {
    name: 'careless',
    promises: {},
    server: {
      command: process.execPath,
      args: ['-e', listen, '{port}', '--password', '${PLANTED.argument}'],
      env: { PASSWORD: '${PLANTED.environment}' },
      url: 'mine://me:${PLANTED.address}@127.0.0.1:{port}',
    },
    open: ({ session, url }) => {
      console.warn('Warning: opened', url, process.env.PLANTED_VARIABLE, process.env.HOLDFAST_SECRET);
      if (process.env.PLANTED_VARIABLE === undefined) throw new Error('without its variable');
      return new session.MemoryStore();
    },
  };`;

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('nothing of a secret is in any file of a run, nor in what is printed; what it was is told by a digest', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'careless.mjs');
  await writeFile(file, SUBJECT);
  const reports = join(folder.path, 'reports');
  const secrets = `${PLANTED.cookies},${PLANTED.older}`;
  const flags = ['--subject', file, '--secrets', secrets, '--env', 'PLANTED_VARIABLE', '--reports', reports];
  const load = ['--duration', '1s', '--clients', '4', '--rate', '40'];
  const env = { PLANTED_VARIABLE: PLANTED.variable, HOLDFAST_COOKIE_AGE_MS: '1', HOLDFAST_HOST: '0.0.0.0' };
  const ran = await holdfast(['run', ...flags, ...load], env);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  const run = await onlyRun(reports);
  const [checked, gated] = [await holdfast(['check', run]), await holdfast(['gate', run])];
  assert.equal(checked.code, 0, checked.stderr);

  const texts = new Map(
    Object.entries({ ran, checked, gated }).map(([name, { stdout, stderr }]) => [name, stdout + stderr]),
  );
  for (const path of await filesIn(run)) texts.set(path, await readFile(path, 'utf8'));
  for (const [where, text] of texts)
    for (const [which, secret] of Object.entries(PLANTED))
      assert.ok(!text.includes(secret), `${which} in ${where}`);
  const log = texts.get(join(run, 'logs', 'careless.mjs', 'register', 'careless.mjs.log')) ?? '';
  assert.match(
    log,
    /told .*scrypt:[\w-]+ scrypt:[\w-]+ scrypt:[\w-]+/,
    'the server did not say what it was told',
  );
  const plan = texts.get(join(run, 'plan.json')) ?? '';
  assert.match(plan, /"name": "PLANTED_VARIABLE",\s+"digest": "scrypt:/);
  assert.match(plan, /--secrets scrypt:[\w-]+,scrypt:[\w-]+ .*--env PLANTED_VARIABLE/);
  assert.ok((await stat(run)).isDirectory());
  await nothingLeft();
});

test('a variable that is not there, and one that only the plan sets, are refused', async () => {
  for (const [name, message] of [
    ['NOT_THERE_AT_ALL', /There is no variable of that name/],
    ['HOLDFAST_COOKIE_AGE_MS', /The plan alone sets HOLDFAST_COOKIE_AGE_MS/],
    ['NODE_ENV', /The plan alone sets NODE_ENV/],
  ] as const) {
    const { code, stderr } = await holdfast(['run', '--store', 'memory', '--env', name]);
    assert.equal(code, 64);
    assert.match(stderr, message);
  }
});
