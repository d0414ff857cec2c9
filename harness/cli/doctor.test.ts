import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { k6Script, Sandbox } from '../provision/testing/sandbox.ts';

const script = `
  import { Command } from 'commander';
  import { doctorCommand } from './harness/cli/doctor.ts';
  import { provisionCommand } from './harness/cli/provision.ts';
  const program = new Command();
  doctorCommand(program);
  provisionCommand(program);
  await program.parseAsync().catch((error) => { console.error(error.message); process.exit(error.exitCode); });`;

/** Runs a command on the sandbox's machine. */
async function holdfast(sandbox: Sandbox, ...args: string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, '--', ...args], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...sandbox.env, HOLDFAST_CACHE: sandbox.cacheDir },
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { stdout, stderr, exitCode };
}

function withAllTools(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.script('k6', k6Script('2.2.0'));
  sandbox.script('redis-server', "echo 'Redis server v=7.0.15 sha=0'");
  sandbox.env['MONGOD_BIN'] = sandbox.script('mongod', "echo 'db version v6.0.27'", 'mine');
  return sandbox;
}

test('doctor shows every tool with its version and origin, and exits 0 when all are there', async () => {
  using sandbox = withAllTools();
  const { stdout, stderr, exitCode } = await holdfast(sandbox, 'doctor');
  assert.match(stdout, /^ {2}tool +found +from +needed for$/m);
  assert.match(stdout, /^ {2}node +\d+\.\d+\.\d+ /m);
  assert.match(stdout, /^ {2}k6 +2\.2\.0 +\S+ +every workload$/m);
  assert.match(stdout, /^ {2}mongod +6\.0\.27 +MONGOD_BIN +mongo\b/m);
  assert.match(stdout, /^ {2}docker compose +none +- /m);
  assert.deepEqual({ stderr, exitCode }, { stderr: '', exitCode: 0 });
});

test('doctor says of a missing tool what was tried and what to try, within 100 columns, and exits 69', async () => {
  using sandbox = new Sandbox();
  sandbox.script('k6', k6Script('0.45.0'));
  const { stdout, exitCode } = await holdfast(sandbox, 'doctor');
  assert.equal(exitCode, 69);
  assert.match(stdout, /^ {2}k6 +none +- +every workload$/m);
  const words = stdout.replaceAll(/\s+/g, ' ');
  assert.match(
    words,
    /tried: K6_BIN \(unset\), PATH \(\S+\/k6 is 0\.45\.0; 2\.0\.0 or later is needed\), cache/,
  );
  assert.match(
    words,
    /try: npm run holdfast -- provision k6, or install k6 2\.0 or later, or set K6_BIN to its path/,
  );
  assert.ok(stdout.split('\n').every((line) => line.length <= 100));
});

test('doctor --json gives the same findings to a machine', async () => {
  using sandbox = withAllTools();
  sandbox.env['MONGOD_BIN'] = '/nowhere/mongod';
  const { stdout, exitCode } = await holdfast(sandbox, 'doctor', '--json');
  assert.equal(exitCode, 69);
  const { tools } = JSON.parse(stdout) as { tools: Record<string, unknown>[] };
  const found = (name: string) => typeof tools.find(({ tool }) => tool === name)?.['version'];
  for (const name of ['node', 'k6', 'redis-server']) assert.equal(found(name), 'string', name);
  assert.equal(found('mongod'), 'undefined');
  assert.ok(tools.some(({ tool }) => tool === 'docker compose'));
  assert.match(String(tools[3]?.['tried']), /MONGOD_BIN names a mongod that cannot be used: .* not found/);
});

test('provision gets the tools that were named, one that is missing does not stop the others', async () => {
  using sandbox = withAllTools();
  sandbox.script('redis-server', 'exit 1');
  const { stdout, stderr, exitCode } = await holdfast(sandbox, 'provision', 'k6', 'redis-server');
  assert.equal(exitCode, 69);
  assert.match(stdout, /^ {2}k6 2\.2\.0 {2}\S+\/k6$/m);
  assert.match(stderr, /holdfast: redis-server 6\.2\.0 or later could not be had/);
  assert.match(stderr, /\n {2}Try: install Redis 6\.2 or later, or set REDIS_SERVER_BIN to its path, or /);
});

test('provision --json tells a machine where the tools are', async () => {
  using sandbox = withAllTools();
  const { stdout, exitCode } = await holdfast(sandbox, 'provision', 'mongod', '--json');
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(stdout), {
    tools: [
      {
        name: 'mongod',
        path: sandbox.env['MONGOD_BIN'],
        version: '6.0.27',
        source: 'given',
        detail: 'MONGOD_BIN',
      },
    ],
  });
});

test('provision of an unknown tool names the nearest one and exits 64', async () => {
  using sandbox = new Sandbox();
  const { stderr, exitCode } = await holdfast(sandbox, 'provision', 'mongodb');
  assert.equal(exitCode, 64);
  assert.match(stderr, /no tool is called "mongodb"\. Did you mean "mongod"\?/);
});
