/** What goes wrong with Docker is said in one line with the next step, and nothing is left of the run. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { execa } from 'execa';
import getPort from 'get-port';
import { Project } from '../../harness/platform/compose/project.ts';
import { FILES } from '../../harness/run/folder.ts';
import type { Results } from '../../harness/model/results.ts';
import { onlyRun, startHoldfast, temporaryFolder, untilPrints } from '../holdfast.ts';
import { compose, PORT_VARIABLES, remains, removeImages, ROOT } from './stack.ts';

const signal = AbortSignal.timeout(10 * 60_000);
const UNAVAILABLE = 69;
const INTERRUPTED = 130;
/** Beside the stack of the other tests, with ports of its own. */
const PROJECT = `holdfast-mistakes-${process.pid}`;
const ports = await Promise.all(PORT_VARIABLES.map(async (name) => [name, String(await getPort())] as const));
const OWN = { COMPOSE_PROJECT_NAME: PROJECT, ...Object.fromEntries(ports) };
const LOAD = ['run', '--workload', 'register', '--rate', '50', '--clients', '5', '--platform', 'compose'];

after(async () => {
  await compose(['--profile', '*', 'down', '--volumes', '--timeout', '1'], { signal, env: OWN });
  await removeImages(PROJECT, signal);
});

function run(words: readonly string[], reports: string, env: Record<string, string> = {}) {
  return startHoldfast([...LOAD, ...words, '--reports', reports], { env: { ...OWN, ...env } });
}

test('without a daemon the run is unavailable, and says how to start one', async () => {
  await using reports = await temporaryFolder();
  const socket = `unix://${reports.path}/none.sock`;
  const { exitCode, stderr } = await run(['--store', 'redis'], reports.path, { DOCKER_HOST: socket });
  assert.equal(exitCode, UNAVAILABLE, stderr);
  assert.match(stderr, /no Docker daemon answers/);
  assert.match(stderr, /Try: start Docker/);
  assert.doesNotMatch(stderr, /\n\s+at /);
});

test('a port that is taken is named with who holds it before anything is started', async () => {
  await using reports = await temporaryFolder();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  try {
    const { port } = taken.address() as { port: number };
    const { exitCode, stderr } = await run(['--store', 'memory', '--duration', '2s'], reports.path, {
      HOLDFAST_MEMORY_1_PORT: String(port),
    });
    assert.equal(exitCode, UNAVAILABLE, stderr);
    assert.match(
      stderr,
      new RegExp(`port ${port} \\(by .*process ${process.pid}\\) is taken on 127\\.0\\.0\\.1`),
    );
    assert.match(stderr, /another port by HOLDFAST_MEMORY_1_PORT/);
    assert.doesNotMatch(stderr, /bringing up/);
    assert.deepEqual(await remains(PROJECT, signal), []);
  } finally {
    taken.close();
  }
});

/** What draws the dashboards is half a gigabyte, and nothing of a stack. */
const isOfTheStack = (path: string) => !path.includes('node_modules');

test('each folder has a stack of its own, and a run in it means the same one', async () => {
  await using folder = await temporaryFolder();
  const names: string[] = [];
  for (const job of ['one', 'two']) {
    const clone = join(folder.path, job, 'holdfast');
    await cp(join(ROOT, 'infra'), join(clone, 'infra'), { recursive: true, filter: isOfTheStack });
    await cp(join(ROOT, 'docker-compose.yml'), join(clone, 'docker-compose.yml'));
    names.push(await nameIn(clone));
  }
  assert.equal(new Set(names).size, 2, names.join(', '));
  delete process.env['COMPOSE_PROJECT_NAME'];
  assert.equal((await Project.open(signal)).name, await nameIn(ROOT.replace(/\/$/, '')));
});

/** What plain `docker compose` takes the project of a folder for; its images are named after it. */
async function nameIn(cwd: string): Promise<string> {
  const env = { PWD: cwd, COMPOSE_PROJECT_NAME: '' };
  const { stdout } = await execa('docker', ['compose', 'config', '--format', 'json'], { cwd, env });
  const { name, services } = JSON.parse(stdout) as {
    name: string;
    services: { exporter: { image: string } };
  };
  assert.equal(services.exporter.image, `${name}-app`);
  return name;
}

test('Ctrl-C in the middle of a run keeps its history and leaves no container, network or volume', async () => {
  await using reports = await temporaryFolder();
  const running = run(['--store', 'redis', '--duration', '60s'], reports.path);
  await untilPrints(running, /memory|redis {2,}register/);
  // Wherever it is by then: bringing containers up, or under load.
  await new Promise((resolve) => setTimeout(resolve, 8000));
  running.kill('SIGINT');
  const { exitCode, stderr } = await running;
  assert.equal(exitCode, INTERRUPTED, stderr);
  assert.match(stderr, /interrupted; what was recorded is in/);
  assert.deepEqual(await remains(PROJECT, signal), []);
});

test('a server that dies in the middle is named, makes the verdict unknown, and a stack half up stays half up', async () => {
  await using reports = await temporaryFolder();
  await compose(['up', '-d', 'redis'], { signal, env: OWN });
  const running = run(['--store', 'redis', '--duration', '12s'], reports.path);
  await untilPrints(running, /redis +register/);
  const container = `${PROJECT}-redis-1`;
  await untilOperations(reports.path);
  await execa('docker', ['kill', container]);
  const { exitCode, stdout } = await running;
  assert.equal(exitCode, 2, stdout);
  const { experiments } = JSON.parse(
    await readFile(join(await onlyRun(reports.path), FILES.results), 'utf8'),
  ) as Results;
  assert.match(
    experiments[0]?.problems.join(' ') ?? '',
    /redis ended by itself: its container exited with code 137/,
  );
  const left = (await remains(PROJECT, signal)).filter((line) => line.startsWith('container'));
  assert.deepEqual(left, [`container ${container}`]);
});

test('a run that hears no more of Docker is unknown with the cause, whatever its clients then meet', async () => {
  await using reports = await temporaryFolder();
  const running = run(['--store', 'memory', '--duration', '60s'], reports.path);
  await untilOperations(reports.path);
  // What the daemon's death ends as well: the command that tells of its events.
  const { stdout: pids } = await execa('pgrep', ['-f', `docker events .*project=${PROJECT}`]);
  for (const pid of pids.split('\n')) process.kill(Number(pid), 'SIGKILL');
  const { exitCode, stdout, stderr } = await running;
  assert.equal(exitCode, 2, stderr);
  assert.match(stdout, /the Docker daemon ended, or no longer told of its containers/);
  assert.doesNotMatch(stderr, /✔/);
});

/** Resolves when a run has recorded operations. */
async function untilOperations(reports: string): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    // Neither the folder is there at once, nor the file in it.
    const history = await onlyRun(reports)
      .then((folder) => readFile(join(folder, FILES.history), 'utf8'))
      .catch(() => '');
    if (history.includes('"op":"write"')) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
