/** Faults on the containers of a compose project that is the user's own, and what is refused. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';
import pWaitFor from 'p-wait-for';
import { HoldfastError } from '../../harness/errors.ts';
import type { Results } from '../../harness/model/results.ts';
import { labelled } from '../../harness/platform/compose/containers.ts';
import { allowedBy } from '../../harness/platform/target/project/allowed.ts';
import { betweenOf } from '../../harness/platform/target/project/between.ts';
import { findProject, type Wanted } from '../../harness/platform/target/project/find.ts';
import { readableSession } from '../../harness/platform/target/project/look.ts';
import { addressesOf } from '../../harness/platform/target/project/published.ts';
import { isLeft, putBetween } from '../../harness/platform/target/project/put-between.ts';
import { bringBack } from '../../harness/platform/target/project/start.ts';
import { makingWhole } from '../../harness/platform/target/project/told-of.ts';
import { ownWire } from '../../harness/platform/target/project/wires.ts';
import { FILES } from '../../harness/run/folder.ts';
import { onlyRun, startHoldfast, temporaryFolder } from '../holdfast.ts';
import { remains } from './stack.ts';

const FILE = fileURLToPath(new URL('your-project/compose.yml', import.meta.url));
const PROJECT = `holdfast-yours-${process.pid}`;
const signal = AbortSignal.timeout(10 * 60_000);
const LOAD = '--workload register --clients 10 --rate 100'.split(' ');

const PORTS = [String(await getPort()), String(await getPort()), String(await getPort())] as const;
process.env['HOLDFAST_TEST_PORT'] = PORTS[0];
process.env['HOLDFAST_TEST_PORT_2'] = PORTS[1];
process.env['HOLDFAST_TEST_PORT_3'] = PORTS[2];
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
  await serves();
});
after(async () => {
  await compose('--profile', '*', 'down', '--volumes', '--timeout', '1');
  assert.deepEqual(await remains(PROJECT, signal), []);
});

const wordsOf = (words: readonly string[], reports: string) => [
  'run',
  '--compose-project',
  FILE,
  ...LOAD,
  ...words,
  '--reports',
  reports,
];

async function run(words: readonly string[]) {
  await using reports = await temporaryFolder();
  const { exitCode, stdout, stderr } = await startHoldfast(wordsOf(words, reports.path));
  const said = stderr + stdout;
  const folder = await onlyRun(reports.path).catch(() => assert.fail(said));
  const text = await readFile(join(folder, FILES.results), 'utf8');
  const [experiment] = (JSON.parse(text) as Results).experiments;
  assert.ok(experiment, said);
  const log = await readFile(join(folder, 'logs', experiment.id, 'app-1.log'), 'utf8').catch(() => '');
  return { exitCode, said, experiment, log };
}

test('the app and the server of a project are broken and healed, and its containers are what they were', async () => {
  const found = await state();
  const faults = 'app-crash@2s,server-pause@5s+1s,server-crash@8s,app-pause@11s+1s,app-restart@14s';
  const { exitCode, said, experiment, log } = await run([
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
  // Of each start since the run began; what was printed before that is nothing of the run's.
  assert.equal(log.match(/^listening$/gm)?.length, 2, log);
  const [printed] = experiment.appErrors ?? [];
  assert.match(printed?.text ?? log, /^sessions: Error: /);
  assert.deepEqual(
    printed?.instances.map(({ instance }) => instance),
    ['app-1'],
  );
  assert.doesNotMatch(log, /correct-horse/);
});

test('a server that the sessions are not in makes nothing pass: unknown, with the reason', async () => {
  const found = await state();
  const other = ['--compose-server', 'cache', '--yes-break-it', '--duration', '6s', '--faults'];
  const { exitCode, said, experiment } = await run([...other, 'server-restart@2s,server-pause@4s+1s']);
  assert.equal(exitCode, 2, said);
  assert.match(experiment.problems.join('\n'), /gave out a session while cache was away/);
  assert.equal(await state(), found);
});

const FAULTS_OF_WIRE = ['--compose-server', 'redis', '--duration', '30s', '--faults', 'wire-down@2s+25s'];

/** What the server of the sessions is called in each of its networks, and whether anything stands in its place. */
async function place(): Promise<object> {
  const [redis] = await labelled(
    [`com.docker.compose.project=${PROJECT}`, 'com.docker.compose.service=redis'],
    signal,
  );
  const networks = Object.entries(redis?.NetworkSettings.Networks ?? {}).map(
    ([network, { Aliases }]) =>
      [network, (Aliases ?? []).filter((name) => !redis?.Id.startsWith(name)).toSorted()] as const,
  );
  return { networks, stands: await isLeft(PROJECT, signal) };
}

/** Whether the app keeps and gives out a session. */
const serves = async (port: string = PORTS[0]) =>
  pWaitFor(
    () =>
      readableSession({ target: `http://127.0.0.1:${port}`, asProxy: false, signal }).then(
        Boolean,
        () => false,
      ),
    // A busy machine takes its time; only a hang reaches the limit.
    { interval: 200, timeout: 300_000 },
  );

test('the wire of a project is broken by a toxiproxy that takes the name of the server, for all instances, and leaves', async () => {
  await compose('--profile', 'two', 'up', '--detach', '--wait', 'web-2');
  const [found, before] = [await state(), await place()];
  const faults =
    'wire-down@2s+1500ms,wire-slow(200ms)@6s+1500ms,wire-silent@9s+1500ms,wire-reset@13s+1500ms,server-crash@17s';
  const apps = ['--compose-app', 'web,web-2', '--compose-server', 'redis'];
  const { exitCode, said, experiment } = await run([...apps, '--duration', '20s', '--faults', faults]);
  assert.deepEqual(experiment.problems, [], said);
  assert.equal(exitCode, 0, said);
  assert.deepEqual(
    experiment.faults.map(({ kind, target, tookEffect }) => [kind, target, tookEffect]),
    [
      ['wire-down', 'all', true],
      ['wire-slow', 'all', true],
      ['wire-silent', 'all', true],
      ['wire-reset', 'all', true],
      ['server-crash', 'redis', true],
    ],
  );
  assert.match(said, /a toxiproxy takes the name redis \(port 6379\).*web and web-2 is started anew/);
  assert.equal(await state(), found);
  assert.deepEqual(await place(), before);
  await compose('rm', '--stop', '--force', 'web-2');
});

for (const [how, end] of [
  ['interrupted', 'SIGINT'],
  ['killed', 'SIGKILL'],
] as const)
  test(`a run that is ${how} while the wire is broken leaves the server at its place`, async () => {
    const [found, before] = [await state(), await place()];
    await using reports = await temporaryFolder();
    const running = startHoldfast(wordsOf(FAULTS_OF_WIRE, reports.path));
    const isBroken = async () => {
      const [folder] = await readdir(reports.path);
      if (folder === undefined) return false;
      const text = await readFile(join(reports.path, folder, FILES.history), 'utf8').catch(() => '');
      return text.includes('"phase":"onset"');
    };
    await pWaitFor(isBroken, { interval: 200, timeout: 120_000 });
    assert.deepEqual({ ...(await place()), networks: [] }, { networks: [], stands: true });
    running.kill(end);
    await running;
    const isBack = async () => JSON.stringify(await place()) === JSON.stringify(before);
    await pWaitFor(isBack, { interval: 500, timeout: 60_000 }).catch(async () =>
      assert.deepEqual(await place(), before),
    );
    await serves();
    assert.equal(await state(), found);
  });

test('what a run left that was killed together with its reaper is taken away by the next', async () => {
  const before = await place();
  const { server, all, apps } = await findProject({ project: FILE, app: ['web'], server: 'redis' }, signal);
  assert.ok(server);
  await putBetween(PROJECT, betweenOf({ apps, server, all }), signal);
  assert.notDeepEqual(await place(), before);
  assert.equal(await bringBack(PROJECT, signal), true);
  assert.equal(await bringBack(PROJECT, signal), false);
  assert.deepEqual(await place(), before);
  await serves();
});

test('an app that goes another way is found out before the load, and everything is as it was', async () => {
  await compose('--profile', 'around', 'up', '--detach', '--wait', 'around');
  // Docker's proxy takes connections before the app does.
  await serves(PORTS[1]);
  const [found, before] = [await state(), await place()];
  const { exitCode, said } = await run(['--compose-app', 'around', ...FAULTS_OF_WIRE]);
  assert.equal(exitCode, 2, said);
  assert.match(said, /gave out a session while the way to redis over the toxiproxy .* was cut/);
  assert.equal(await state(), found);
  assert.deepEqual(await place(), before);
  await compose('rm', '--stop', '--force', 'around');
  // Another app with the same server, which had nothing to do with it and held its connections all the while.
  await serves();
});

test('a toxiproxy that a project has is used where it is, and is whole in the end', async () => {
  await compose('--profile', 'over', 'up', '--detach', '--wait', 'over', 'between');
  await serves(PORTS[1]);
  const found = await state();
  const api = `http://127.0.0.1:${PORTS[2]}`;
  const told = ['--compose-app', 'over', '--compose-wires'];
  await using reports = await temporaryFolder();
  const mistyped = await startHoldfast(wordsOf([...told, `${api}/session`], reports.path));
  assert.equal(mistyped.exitCode, 64);
  assert.match(
    mistyped.stderr,
    /no proxy of the toxiproxy at .* is called "session"\. Did you mean "sessions"/,
  );
  const faults = ['--duration', '8s', '--faults', 'wire-down@2s+1s,wire-bandwidth@5s+1s'];
  const { exitCode, said, experiment } = await run([...told, `${api}/sessions`, ...faults]);
  assert.equal(exitCode, 0, said);
  assert.ok(
    experiment.faults.every(({ tookEffect }) => tookEffect),
    said,
  );
  assert.equal(await state(), found);
  const wire = ownWire({
    api,
    proxies: ['sessions'],
    instance: 'app-1',
    look: { target: '', asProxy: false, signal },
  });
  await wire.add({ type: 'latency', stream: 'upstream', attributes: { latency: 5000, jitter: 0 } });
  await wire.cut();
  const { command, args, cwd } = makingWhole({ api, proxy: 'sessions' });
  await execa(command, args, { cwd });
  const proxy = await (await fetch(`${api}/proxies/sessions`)).json();
  assert.deepEqual({ ...Object(proxy), Logger: {} }.toxics, []);
  await serves(PORTS[1]);
  await compose('rm', '--stop', '--force', 'over', 'between');
});

test('the suite breaks what the project has, and nothing that nobody has allowed', async () => {
  const [found, before] = [await state(), await place()];
  await using reports = await temporaryFolder();
  const suite = (server: string) =>
    startHoldfast(
      `suite --compose-project ${FILE} --compose-server ${server} --workloads register --quick --reports ${reports.path}`.split(
        ' ',
      ),
    );
  const refused = await suite('cache');
  assert.equal(refused.exitCode, 64, refused.stderr);
  assert.match(refused.stderr, /would break the service cache of .* no label holdfast\.break/);
  const { exitCode, stderr } = await suite('redis');
  const text = await readFile(join(await onlyRun(reports.path), FILES.results), 'utf8');
  const { experiments } = JSON.parse(text) as Results;
  assert.deepEqual(
    experiments.map(({ id, faults }) => [id, ...faults.map(({ kind, tookEffect }) => [kind, tookEffect])]),
    [
      ['your-app/register'],
      ['your-app/register-app-restarts', ['app-restart', true], ['app-crash', true]],
      ['your-app/register-server-restarts', ['server-restart', true]],
      ['your-app/register-wire-breaks', ['wire-down', true]],
    ],
    stderr,
  );
  assert.equal(exitCode, 0, stderr);
  assert.equal(await state(), found);
  assert.deepEqual(await place(), before);
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
