import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdfast, nothingLeft, startHoldfast, temporaryFolder } from './holdfast.ts';

/** Each wrong input, what the message must name, and the exit code. */
const WRONG: readonly [args: string[], code: number, message: RegExp][] = [
  [
    ['run', '--store', 'reddis'],
    64,
    /no store is called "reddis"\. Did you mean "redis"\?\n\s+Try: one of memory, .*redis, /,
  ],
  [['prove', '--stores', 'memory,mngo'], 64, /no store is called "mngo"\. Did you mean "mongo"\?/],
  [
    ['run', '--store', 'memory', '--workload', 'registr'],
    64,
    /no workload is called "registr"\. Did you mean "register"\?/,
  ],
  [
    ['run', '--store', 'memory', '--faults', 'app-crush@1s'],
    64,
    /no fault is called "app-crush"\. Did you mean "app-crash"\?/,
  ],
  [['run', '--store', 'memory', '--faults', 'app-crash@1w'], 64, /"1w" is not a duration/],
  [['run', '--store', 'memory', '--faults', 'app-crash@20s'], 64, /not before the end of the load/],
  [['run', '--store', 'memory', '--instnces', '2'], 64, /unknown option '--instnces'[\s\S]*--instances/],
  [['run', '--store', 'memory', '--clients', 'many'], 64, /--clients <count>.*whole number/],
  [['run', '--store', 'memory', '--save-mode', 'never'], 64, /implicit, awaited, unawaited/],
  [['run'], 64, /no store was given/],
  [['prov'], 64, /no command is called "prov"\. Did you mean "prove"/],
  [['check', 'no/such/run'], 64, /no\/such\/run could not be read/],
  [['gate', 'no/such/run'], 64, /no\/such\/run/],
];

for (const [args, code, message] of WRONG) {
  test(`holdfast ${args.join(' ')}: one clear message, exit ${code}, no stack trace`, async () => {
    const outcome = await holdfast(args);
    assert.match(outcome.stderr, message);
    assert.match(outcome.stderr, /^holdfast: /m);
    assert.doesNotMatch(outcome.stderr, /\n\s+at /);
    assert.equal(outcome.code, code);
    assert.equal(outcome.stdout, '');
  });
}

test('a reports folder that cannot be made is named, before anything is started', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'file'), '');
  const outcome = await holdfast([
    'run',
    '--store',
    'memory',
    '--reports',
    join(folder.path, 'file', 'reports'),
  ]);
  assert.equal(outcome.code, 69);
  assert.match(
    outcome.stderr,
    /could not be made: .*\n\s+Try: name a folder that can be written with --reports/,
  );
});

test('a port in use is named, with the way out', async () => {
  await using folder = await temporaryFolder();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const reports = join(folder.path, 'reports');
  const args = ['run', '--store', 'memory', '--reports', reports, '--app-port', String(port)];
  const outcome = await holdfast([...args, '--duration', '1s']);
  server.close();
  assert.match(outcome.stdout + outcome.stderr, new RegExp(`port ${port} is taken`));
  assert.equal(outcome.code, 2);
  await nothingLeft();
});

test('a tool of the wrong version that the user gave is refused, with both versions', async () => {
  await using folder = await temporaryFolder();
  const fake = join(folder.path, 'k6');
  await mkdir(folder.path, { recursive: true });
  await writeFile(fake, '#!/bin/sh\necho "k6 v0.1.0 (go1.10, linux/amd64)"\n');
  await chmod(fake, 0o755);
  const reports = join(folder.path, 'reports');
  const outcome = await holdfast(['run', '--store', 'memory', '--reports', reports], { K6_BIN: fake });
  assert.equal(outcome.code, 64);
  assert.match(outcome.stderr, /0\.1\.0/);
  assert.match(outcome.stderr, /2\.0\.0/);
  assert.doesNotMatch(outcome.stderr, /\n\s+at /);
});

test('a history that nobody planned is judged from a file and from a pipe, with the same verdict', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'history.ndjson');
  const lines = [
    { history: 1 },
    { experiment: 'theirs', epochMs: 0 },
    { op: 'create', session: 's', client: 'c', outcome: 'ok', due: 0, start: 0, end: 1 },
    { op: 'write', session: 's', client: 'c', key: 'a', value: 1, outcome: 'ok', due: 2, start: 2, end: 3 },
    {
      op: 'read',
      session: 's',
      client: 'c',
      key: 'a',
      absent: true,
      outcome: 'ok',
      due: 4,
      start: 4,
      end: 5,
    },
    { end: 'theirs', at: 6 },
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(file, text);
  const fromFile = await holdfast(['check', file]);
  assert.equal(fromFile.code, 1);
  assert.match(fromFile.stdout, /1 lost-session/);
  const piped = startHoldfast(['check', '-'], { input: text });
  assert.equal((await piped).exitCode, 1);
  assert.equal((await piped).stdout, fromFile.stdout);
});
