import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { holdfast, onlyRun, startHoldfast, temporaryFolder } from './holdfast.ts';
import { CLUSTER, kubectl, namespaces } from './kubernetes/cluster.ts';

/**
 * Faults by a Chaos Mesh that works, in a cluster as test/kubernetes-cluster.slow.test.ts takes it.
 * HOLDFAST_CHAOS_MESH lists those that its nodes can do: net-delay and net-loss take netem in their kernel.
 */
const FAULTS = (process.env['HOLDFAST_CHAOS_MESH'] ?? '').split(',').filter(Boolean);
const skip =
  (CLUSTER === undefined || FAULTS.length === 0) &&
  'takes a cluster with Chaos Mesh: HOLDFAST_CLUSTER names its context, HOLDFAST_CHAOS_MESH its faults';
const WAIT = { interval: 500, timeout: 180_000 };

const runOf = (reports: string, faults: string, duration: string) =>
  `run --platform kubernetes --store redis --instances 2 --clients 10 --rate 50 --context ${CLUSTER} --faults ${faults} --duration ${duration}`
    .split(' ')
    .concat('--reports', reports);

/** Whatever of its objects there are. */
const chaos = () =>
  kubectl(
    'get',
    'networkchaos.chaos-mesh.org,timechaos.chaos-mesh.org',
    '--all-namespaces',
    '--output',
    'name',
  );

interface Line {
  fault?: string;
  phase?: string;
  evidence?: { seen?: string; said?: string; reason?: string; savedMeanwhile?: number };
}

/** What each shows at its onset and at its end. */
const SEEN: Readonly<Record<string, RegExp>> = {
  'net-partition': /0 of 3 answered at its onset, 0 of 3 answered at its end; 3 of 3 answered/,
  'net-delay': /9 of 9 answered, in 1\d\d\.\d to .* at its onset, 9 of 9 answered, in 1\d\d\.\d to /,
  'app-clock-skew':
    /\+(?:3599|3600|3601)\.\d s at its onset, \+(?:3599|3600|3601)\.\d s at its end; [+-][01]\.\d s before, [+-][01]\.\d s after$/,
  'net-loss': /\d of 39 answered.* at its onset, .*; 39 of 39 answered/,
};

for (const fault of FAULTS)
  test(`${fault} is seen where its instance is, and heals`, { skip }, async () => {
    await using folder = await temporaryFolder();
    const before = await namespaces();
    const { stderr } = await holdfast(runOf(folder.path, `${fault}:app-2@6s+4s`, '25s'));
    const history = await readFile(join(await onlyRun(folder.path), 'history.ndjson'), 'utf8');
    const lines = history
      .split('\n')
      .filter((line) => line.includes('"fault"'))
      .map((line) => JSON.parse(line) as Line);
    const end = lines.find((line) => line.fault === fault && line.phase !== 'onset');
    assert.equal(end?.phase, 'healed', `${end?.evidence?.reason}\n${stderr}`);
    assert.match(end.evidence?.seen ?? '', SEEN[fault] ?? /^$/);
    assert.equal(end.evidence?.said, 'Chaos Mesh says AllInjected');
    if (fault === 'net-partition') assert.equal(end.evidence.savedMeanwhile, 0);
    assert.equal(await namespaces(), before);
    assert.equal(await chaos(), '');
  });

const isInForce = async () =>
  /AllInjected=True/.test(
    await kubectl(
      'get',
      'networkchaos.chaos-mesh.org,timechaos.chaos-mesh.org',
      '--all-namespaces',
      '--output',
      'jsonpath={range.items[*].status.conditions[*]}{.type}={.status},{end}',
    ),
  );

for (const signal of ['SIGINT', 'SIGKILL'] as const)
  test(`nothing that Chaos Mesh was told outlives a run after ${signal}`, { skip }, async () => {
    await using folder = await temporaryFolder();
    const before = await namespaces();
    const running = startHoldfast(runOf(folder.path, `${FAULTS[0]}@3s+60s`, '90s'));
    await pWaitFor(isInForce, WAIT);
    running.kill(signal);
    await running;
    await pWaitFor(async () => (await chaos()) === '' && (await namespaces()) === before, WAIT);
  });
