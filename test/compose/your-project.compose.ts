/** Faults on the containers of a compose project that is the user's own, and what is refused. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';
import { HoldfastError } from '../../harness/errors.ts';
import type { Results } from '../../harness/model/results.ts';
import { allowedBy } from '../../harness/platform/target/project/allowed.ts';
import { findProject, type Wanted } from '../../harness/platform/target/project/find.ts';
import { addressesOf } from '../../harness/platform/target/project/published.ts';
import { FILES } from '../../harness/run/folder.ts';
import { onlyRun, startHoldfast, temporaryFolder } from '../holdfast.ts';
import { remains } from './stack.ts';

const FILE = fileURLToPath(new URL('your-project/compose.yml', import.meta.url));
const PROJECT = `holdfast-yours-${process.pid}`;
const signal = AbortSignal.timeout(10 * 60_000);
const LOAD = '--workload register --clients 10 --rate 100'.split(' ');

process.env['HOLDFAST_TEST_PORT'] = String(await getPort());
process.env['HOLDFAST_TEST_PROJECT'] = PROJECT;
process.env['HOLDFAST_TEST_IMAGE'] = `${process.env['COMPOSE_PROJECT_NAME'] ?? 'holdfast'}-app`;
// What names the stack is none of the user's project.
const { COMPOSE_PROJECT_NAME: _, ...env } = process.env;

async function compose(...words: readonly string[]): Promise<string> {
  const { stdout } = await execa('docker', ['compose', '--file', FILE, ...words], {
    env,
    extendEnv: false,
    cancelSignal: signal,
  });
  return stdout;
}

/** Which containers there are, and that they run: the same before and after a run. */
const state = () => compose('ps', '--all', '--format', '{{.ID}} {{.Service}} {{.State}}');

before(async () => {
  delete process.env['COMPOSE_PROJECT_NAME'];
  await compose('up', '--detach', '--wait');
});
after(async () => {
  await compose('--profile', '*', 'down', '--volumes', '--timeout', '1');
  assert.deepEqual(await remains(PROJECT, signal), []);
});

async function run(words: readonly string[]) {
  await using reports = await temporaryFolder();
  const { exitCode, stdout, stderr } = await startHoldfast([
    'run',
    '--compose-project',
    FILE,
    ...LOAD,
    ...words,
    '--reports',
    reports.path,
  ]);
  const said = stderr + stdout;
  const folder = await onlyRun(reports.path).catch(() => assert.fail(said));
  const text = await readFile(join(folder, FILES.results), 'utf8');
  const [experiment] = (JSON.parse(text) as Results).experiments;
  assert.ok(experiment, said);
  return { exitCode, said, experiment };
}

test('the app and the server of a project are broken and healed, and its containers are what they were', async () => {
  const found = await state();
  const faults = 'app-crash@2s,server-pause@5s+1s,server-crash@8s,app-pause@11s+1s,app-restart@14s';
  const { exitCode, said, experiment } = await run([
    '--compose-server',
    'redis',
    '--duration',
    '17s',
    '--faults',
    faults,
  ]);
  assert.deepEqual(experiment.problems, [], said);
  assert.equal(exitCode, 0, said);
  assert.deepEqual(
    experiment.faults.map(({ kind, target, tookEffect }) => [kind, target, tookEffect]),
    [
      ['app-crash', 'app-1', true],
      ['server-pause', 'redis', true],
      ['server-crash', 'redis', true],
      ['app-pause', 'app-1', true],
      ['app-restart', 'app-1', true],
    ],
  );
  assert.ok(experiment.counts.writesAcknowledged > 50, said);
  assert.equal(experiment.counts.sessionsLost, 0);
  assert.equal(await state(), found);
});

test('a server that the sessions are not in makes nothing pass: unknown, with the reason', async () => {
  const found = await state();
  const other = ['--compose-server', 'cache', '--yes-break-it', '--duration', '6s', '--faults'];
  const { exitCode, said, experiment } = await run([...other, 'server-restart@2s,server-pause@4s+1s']);
  assert.equal(exitCode, 2, said);
  assert.match(experiment.problems.join('\n'), /gave out a session while cache was away/);
  assert.equal(await state(), found);
});

/** What is said of a project that cannot be used. */
async function refused(wanted: Partial<Wanted>): Promise<string> {
  const error: unknown = await findProject({ project: FILE, ...wanted }, signal)
    .then(
      ({ apps, server, name }) => {
        addressesOf(apps, '127.0.0.1');
        allowedBy(name, server === undefined ? apps : [...apps, server], false);
        assert.fail('taken');
      },
      (reason: unknown) => reason,
    )
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof HoldfastError, String(error));
  return `${error.message}. Try: ${error.next}`;
}

test('what cannot be used is told in one line with the next step', async () => {
  await compose('--profile', 'debugged', 'up', '--detach', 'debugged');
  assert.match(await refused({ app: ['wbe'] }), /no service of the project .* "wbe"\. Did you mean "web"\?/);
  assert.match(await refused({ project: PROJECT.slice(0, -1) }), /Did you mean "holdfast-yours-/);
  assert.match(
    await refused({}),
    /not plain which service .* debugged, web publish ports. Try: --compose-app/,
  );
  assert.match(
    await refused({ app: ['debugged'] }),
    /debugged publishes several ports: 6379 at http.*, 9229 at http.*\. Try: --target http/,
  );
  assert.match(
    await refused({ app: ['web'], server: 'cache' }),
    /would break the service cache of .* no label holdfast\.break.*Try: labels: .*--yes-break-it/,
  );
  await compose('stop', '--timeout', '1', 'web');
  assert.match(await refused({ app: ['web'] }), /the service web of .* does not run\. Try: docker compose/);
  await compose('--profile', '*', 'down', '--timeout', '1');
  assert.match(
    await refused({}),
    /is not up: it has no container\. Try: docker compose --file .* up --detach/,
  );
});
