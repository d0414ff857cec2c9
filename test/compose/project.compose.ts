/** The user's project as compose itself resolves it is what runs, and what is there again afterwards. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { execa } from 'execa';
import type { Results } from '../../harness/model/results.ts';
import { FILES } from '../../harness/run/folder.ts';
import { onlyRun, startHoldfast, temporaryFolder } from '../holdfast.ts';
import { compose, PORT_VARIABLES, removeImages, ROOT } from './stack.ts';

const signal = AbortSignal.timeout(10 * 60_000);
const PROJECT = `holdfast-project-${process.pid}`;
/** No port is named, so that each is whatever others leave. */
const OWN = {
  ...Object.fromEntries(PORT_VARIABLES.map((name) => [name, ''])),
  COMPOSE_PROJECT_NAME: PROJECT,
};
const DURABLE =
  "services: { redis: { command: [redis-server, --appendonly, 'yes', --appendfsync, always] } }\n";

after(async () => {
  await compose(['--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '1'], {
    signal,
    env: OWN,
  });
  await removeImages(PROJECT, signal);
});

/** The project's containers: of services, or of `docker compose run`. */
async function containers(isOneOff: boolean): Promise<{ service: string; command: string; state: string }[]> {
  const labels = [`project=${PROJECT}`, `oneoff=${isOneOff ? 'True' : 'False'}`];
  const filters = labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`]);
  const format = '{{.Label "com.docker.compose.service"}}\t{{.Command}}\t{{.State}}';
  const { stdout } = await execa('docker', ['ps', '--all', '--no-trunc', '--format', format, ...filters]);
  const lines = stdout.split('\n').filter(Boolean);
  return lines.map((line) => {
    const [service = '', command = '', state = ''] = line.split('\t');
    return { service, command, state };
  });
}

/** One run of one experiment on that project. */
async function run(words: readonly string[], folder: string, env: Record<string, string>) {
  const reports = join(folder, 'reports');
  const { exitCode, stdout, stderr } = await startHoldfast(
    ['run', ...words, '--platform', 'compose', '--reports', reports],
    { env },
  );
  const said = stderr + stdout;
  const text = await readFile(join(await onlyRun(reports), FILES.results), 'utf8');
  const [experiment] = (JSON.parse(text) as Results).experiments;
  assert.ok(experiment, said);
  return { exitCode, said, experiment };
}

test('a Redis that the user made durable is durable in a run and after it, and a k6 at work is left alone', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'durable.yml');
  await writeFile(file, DURABLE);
  const env = { ...OWN, COMPOSE_FILE: `${ROOT}docker-compose.yml:${file}` };
  await compose(['up', '-d', '--wait', 'redis'], { signal, env });
  await compose(['run', '-d', '--no-deps', '--entrypoint', 'sleep', 'k6', '600'], { signal, env });
  const before = await containers(true);

  const words = '--store redis --workload register --rate 100 --duration 6s --save-mode awaited'.split(' ');
  const { exitCode, said, experiment } = await run(
    [...words, '--faults', 'server-crash@3s'],
    folder.path,
    env,
  );
  assert.equal(experiment.counts.sessionsLost, 0, said);
  assert.ok(experiment.counts.writesAcknowledged > 20, said);
  assert.equal(exitCode, 0, said);

  const [redis, ...others] = await containers(false);
  assert.deepEqual(others, []);
  assert.match(redis?.command ?? '', /--appendonly yes/);
  assert.equal(redis?.state, 'running');
  assert.equal(before.length, 1);
  assert.deepEqual(await containers(true), before);
});

test('a setting of the user that the run would be judged wrongly by is told, with the file that it may be in', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'short.yml');
  await writeFile(file, "services: { app-memory-1: { environment: { HOLDFAST_TTL_MS: '1000' } } }\n");
  const env = { ...OWN, COMPOSE_FILE: `${ROOT}docker-compose.yml:${file}` };
  const { exitCode, said, experiment } = await run(
    ['--store', 'memory', '--duration', '3s'],
    folder.path,
    env,
  );
  assert.equal(exitCode, 2, said);
  const told = experiment.problems.join(' ');
  assert.match(told, /give app-memory-1 HOLDFAST_TTL_MS=1000 in place of 600000/);
  assert.match(told, /Try: take it out of docker-compose\.override\.yml/);
});
