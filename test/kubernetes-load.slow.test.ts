import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import type { Line } from '../protocol/history.ts';
import { holdfast, onlyRun, startHoldfast, temporaryFolder } from './holdfast.ts';
import { CLUSTER, kubectl, namespaces } from './kubernetes/cluster.ts';

/**
 * `--platform kubernetes --generators`, on a cluster as that of kubernetes-cluster.slow.test.ts, with k6-operator, the
 * image of k6 that is pinned here, and volumes that a claim without a class gets. HOLDFAST_CLUSTER is its name in the
 * kubeconfig.
 */
const skip = await why();
const WAIT = { interval: 500, timeout: 240_000 };
const CLIENTS = 12;

async function why(): Promise<string | false> {
  if (CLUSTER === undefined)
    return 'takes a cluster with nodes and k6-operator: HOLDFAST_CLUSTER names its context';
  const asked = ['api-resources', '--api-group', 'k6.io', '--output', 'name'];
  return (await kubectl(...asked)).includes('testruns') ? false : 'the cluster has no k6-operator';
}

const hasBegun = async () => {
  const all = await kubectl(
    'get',
    'testruns',
    '--all-namespaces',
    '--output',
    'jsonpath={.items[*].status.stage}',
  );
  return all.includes('started');
};

const runOf = (reports: string, ...flags: string[]) => [
  'run',
  '--platform',
  'kubernetes',
  '--context',
  CLUSTER ?? '',
  '--reports',
  reports,
  '--generators',
  '2',
  '--share-nodes',
  '--clients',
  String(CLIENTS),
  '--rate',
  '40',
  ...flags,
];

async function linesOf(reports: string): Promise<Line[]> {
  const text = await readFile(join(await onlyRun(reports), 'history.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** The files of the parts, and the clients in each. */
async function partsOf(reports: string): Promise<Set<string>[]> {
  const [folder = ''] = await readdir(join(await onlyRun(reports), 'pods'));
  const runners = join(await onlyRun(reports), 'pods', folder, 'runners');
  return Promise.all(
    (await readdir(runners)).map(async (file) => {
      const text = await readFile(join(runners, file), 'utf8');
      return new Set([...text.matchAll(/^\{.*"client":"(c\d+)"/gm)].map(([, client = '']) => client));
    }),
  );
}

test(
  'two generators load a store that keeps its sessions while an instance is killed and another is away',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    const before = await namespaces();
    const faults = 'app-crash@8s,app-scaled@22s+4s';
    const { code, stdout, stderr } = await holdfast(
      runOf(folder.path, '--store', 'redis', '--instances', '2', '--duration', '45s', '--faults', faults),
    );
    // A machine that is short makes it unknown, and never a failure.
    assert.ok(code === 0 || code === 2, `${stdout}\n${stderr}`);
    assert.equal(await namespaces(), before);
    const parts = await partsOf(folder.path);
    assert.deepEqual(
      parts.map(({ size }) => size),
      [CLIENTS / 2, CLIENTS / 2],
    );
    assert.equal(new Set(parts.flatMap((clients) => [...clients])).size, CLIENTS);
    const lines = await linesOf(folder.path);
    const healed = lines.flatMap((line) => ('fault' in line && line.phase !== 'onset' ? line : []));
    assert.deepEqual(
      healed.map(({ fault, phase }) => [fault, phase]),
      [
        ['app-crash', 'healed'],
        ['app-scaled', 'healed'],
      ],
    );
    assert.match(
      String(healed[1]?.evidence?.['seen']),
      /no pod with the uid of app-2 any more, and its port/,
    );
    assert.match(String(healed[1]?.evidence?.['after']), /has 2 pods again, and app-2 is another one/);
    // What clients could not have while it was away, they were refused by the clock of all.
    const away = lines.filter(
      (line) => 'op' in line && line.outcome === 'fail' && line.start >= (healed[1]?.at ?? 0) - 15_000,
    );
    assert.ok(away.length > 0);
    // Each began and ended, by its own word.
    assert.equal(lines.filter((line) => 'done' in line).length, CLIENTS);
  },
);

test('MemoryStore forgets what a killed instance had, and generators in pods see it', { skip }, async () => {
  await using folder = await temporaryFolder();
  const { code, stdout, stderr } = await holdfast(
    runOf(folder.path, '--store', 'memory', '--duration', '25s', '--faults', 'app-crash@8s'),
  );
  assert.equal(code, 1, `${stdout}\n${stderr}`);
  assert.match(stdout, /lost-session/);
});

test(
  'what generators had recorded is kept after Ctrl-C, and nothing is left in the cluster',
  { skip },
  async () => {
    await using folder = await temporaryFolder();
    const before = await namespaces();
    const running = startHoldfast(runOf(folder.path, '--store', 'memory', '--duration', '90s'));
    await pWaitFor(hasBegun, WAIT);
    await delay(8000);
    running.kill('SIGINT');
    await running;
    assert.equal(await namespaces(), before);
    const operations = (await linesOf(folder.path)).filter((line) => 'op' in line);
    assert.ok(operations.length > 20, `${operations.length}`);
    const judged = await holdfast(['check', await onlyRun(folder.path)]);
    assert.equal(judged.code, 2, judged.stdout);
  },
);
