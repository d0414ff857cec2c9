import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import pWaitFor from 'p-wait-for';
import { holdfast, onlyRun, startHoldfast, temporaryFolder } from './holdfast.ts';
import { CLUSTER, kubectl, namespaces } from './kubernetes/cluster.ts';

/**
 * `--platform kubernetes` on a cluster with nodes. It takes one whose pods or node ports this machine reaches, and that has
 * the images holdfast-app of this version, redis and toxiproxy; HOLDFAST_CLUSTER is its name in the kubeconfig.
 */
const skip = CLUSTER === undefined && 'takes a cluster with nodes: HOLDFAST_CLUSTER names its context';
const WAIT = { interval: 500, timeout: 180_000 };

const runOf = (reports: string, ...flags: string[]) => [
  'run',
  '--platform',
  'kubernetes',
  '--context',
  CLUSTER ?? '',
  '--reports',
  reports,
  '--clients',
  '10',
  '--rate',
  '50',
  ...flags,
];

interface Healed {
  fault?: string;
  phase?: string;
  evidence?: {
    seen?: string;
    exit?: string;
    pidBefore?: number;
    pidAfter?: number;
    savedMeanwhile?: number;
    connectionsBefore?: number;
    connectionsClosed?: number;
    blockedMs?: number;
  };
}

/** What a run recorded of its faults. */
async function faultsOf(reports: string): Promise<Healed[]> {
  const text = await readFile(join(await onlyRun(reports), 'history.ndjson'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.includes('"fault"'))
    .map((line) => JSON.parse(line) as Healed);
}

test(
  'a store that keeps its sessions passes in a cluster, and nothing is left of the run',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    const before = await namespaces();
    const { code, stderr } = await holdfast(
      runOf(folder.path, '--store', 'redis', '--instances', '2', '--duration', '5s'),
    );
    // A machine that is short makes it unknown, and never a failure.
    assert.ok(code === 0 || code === 2, stderr);
    assert.equal(await namespaces(), before);
    const plan = JSON.parse(await readFile(join(await onlyRun(folder.path), 'plan.json'), 'utf8')) as {
      platform: string;
      cluster: { context: string; nodes: number };
    };
    assert.deepEqual([plan.platform, plan.cluster.context], ['kubernetes', CLUSTER]);
    assert.ok(plan.cluster.nodes >= 1);
  },
);

test(
  'MemoryStore forgets what a killed instance had, and the kubelet starts it again',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    const { code, stdout, stderr } = await holdfast(
      runOf(folder.path, '--store', 'memory', '--duration', '20s', '--faults', 'app-crash@5s'),
    );
    assert.equal(code, 1, stderr);
    assert.match(stdout, /lost-session/);
    const [, healed] = await faultsOf(folder.path);
    assert.equal(healed?.phase, 'healed');
    assert.equal(healed.evidence?.exit, 'SIGKILL');
    assert.match(
      healed.evidence.seen ?? '',
      /its container ended, with code 137, and its port refused connections/,
    );
    assert.notEqual(healed.evidence.pidBefore, healed.evidence.pidAfter);
  },
);

test('a server is killed, paused and asked to end, and each heals', { skip }, async () => {
  await using folder = await temporaryFolder();
  const faults = 'server-pause@4s+2s,app-pause@10s+2s,server-crash@16s,app-restart@24s';
  await holdfast(
    runOf(folder.path, '--store', 'redis', '--instances', '2', '--duration', '40s', '--faults', faults),
  );
  const healed = (await faultsOf(folder.path)).filter(({ phase }) => phase !== 'onset');
  assert.deepEqual(
    healed.map(({ fault, phase }) => [fault, phase]),
    ['server-pause', 'app-pause', 'server-crash', 'app-restart'].map((fault) => [fault, 'healed']),
  );
  const [pause, , crash, restart] = healed;
  assert.match(pause?.evidence?.seen ?? '', /every process of its container is stopped/);
  assert.equal(crash?.evidence?.exit, 'SIGKILL');
  assert.equal(restart?.evidence?.exit, 'code 0');
});

test('the wire of one instance is cut and spoilt, and each time made whole', { skip }, async () => {
  await using folder = await temporaryFolder();
  const faults = 'wire-down:app-2@4s+2s,wire-slow(150ms)@10s+2s,wire-reset:app-2@16s+2s';
  const { stderr } = await holdfast(
    runOf(folder.path, '--store', 'redis', '--instances', '2', '--duration', '22s', '--faults', faults),
  );
  const healed = (await faultsOf(folder.path)).filter(({ phase }) => phase !== 'onset');
  assert.deepEqual(
    healed.map(({ fault, phase }) => [fault, phase]),
    ['wire-down', 'wire-slow', 'wire-reset'].map((fault) => [fault, 'healed']),
    stderr,
  );
  const [down, , reset] = healed;
  assert.equal(down?.evidence?.savedMeanwhile, 0);
  // By the kernel of the pod that they are in.
  assert.ok((reset?.evidence?.connectionsBefore ?? 0) > 0);
  assert.equal(reset?.evidence?.connectionsClosed, reset?.evidence?.connectionsBefore);
});

test(
  'an instance behind a wire is killed, and finds its server by the same wire, which is cut and spoilt after',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    const faults =
      'app-crash:app-2@4s,wire-reset:app-2@14s+2s,wire-down:app-1@20s+2s,app-blocked:app-2@26s+2s';
    const { stderr } = await holdfast(
      runOf(folder.path, '--store', 'redis', '--instances', '2', '--duration', '32s', '--faults', faults),
    );
    const healed = (await faultsOf(folder.path)).filter(({ phase }) => phase !== 'onset');
    assert.deepEqual(
      healed.map(({ fault, phase }) => [fault, phase]),
      ['app-crash', 'wire-reset', 'wire-down', 'app-blocked'].map((fault) => [fault, 'healed']),
      stderr,
    );
    const [crash, reset, down, blocked] = healed;
    assert.equal(crash?.evidence?.exit, 'SIGKILL');
    assert.notEqual(crash.evidence.pidBefore, crash.evidence.pidAfter);
    // Connections of the process that came after, by the kernel of its pod.
    assert.ok((reset?.evidence?.connectionsBefore ?? 0) > 0);
    assert.equal(reset?.evidence?.connectionsClosed, reset?.evidence?.connectionsBefore);
    assert.equal(down?.evidence?.savedMeanwhile, 0);
    assert.ok((blocked?.evidence?.blockedMs ?? 0) >= 1999);
    assert.match(blocked?.evidence?.seen ?? '', /had to wait, and was answered after/);
  },
);

test('a server that is asked to break in its own way does so at its pod, and heals', { skip }, async () => {
  await using folder = await temporaryFolder();
  const faults =
    'server-clients-killed@4s,server-connections-used-up@8s+2s,server-read-only@14s+2s,server-locked@20s+2s,server-memory-full@26s+2s';
  await holdfast(
    runOf(folder.path, '--store', 'redis', '--instances', '2', '--duration', '34s', '--faults', faults),
  );
  const healed = (await faultsOf(folder.path)).filter(({ phase }) => phase !== 'onset');
  const seen = {
    'server-clients-killed': /the server lists none of the connections that it had/,
    'server-connections-used-up': /a new connection was told -ERR max number of clients/,
    'server-read-only': /READONLY/,
    'server-locked': /a write of the harness had to wait/,
    'server-memory-full': /redis refused a write: OOM/,
  };
  assert.deepEqual(
    healed.map(({ fault, phase }) => [fault, phase]),
    Object.keys(seen).map((fault) => [fault, 'healed']),
  );
  for (const [index, words] of Object.values(seen).entries())
    assert.match(healed[index]?.evidence?.seen ?? '', words);
});

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  test(`nothing of a run is left after ${signal}`, { skip }, async () => {
    await using folder = await temporaryFolder();
    const before = await namespaces();
    const running = startHoldfast(runOf(folder.path, '--store', 'memory', '--duration', '60s'));
    const own = async () =>
      (await namespaces()).split('\n').find((name) => !before.split('\n').includes(name));
    const isUp = async () => {
      const namespace = (await own())?.replace('namespace/', '');
      return (
        namespace !== undefined &&
        (await kubectl('--namespace', namespace, 'get', 'pod', 'app-1')).includes('1/1')
      );
    };
    await pWaitFor(isUp, WAIT);
    running.kill(signal);
    await running;
    await pWaitFor(async () => (await own()) === undefined, WAIT);
  });
}

test(
  'an image that the cluster cannot pull is one message, and ends the run before anything is measured',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    const image = 'registry.invalid/holdfast-app:none';
    const { code, stderr } = await holdfast(runOf(folder.path, '--store', 'memory', '--image', image));
    assert.equal(code, 69, stderr);
    assert.match(
      stderr,
      /the cluster cannot pull the image registry\.invalid\/holdfast-app:none \(.*\n\s+Try: build it/,
    );
  },
);
