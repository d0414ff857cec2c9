import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { provision } from '../harness/provision/provision.ts';
import { holdfast, onlyRun, startHoldfast, temporaryFolder } from './holdfast.ts';
import { noNode, startNode, type Node } from './kubernetes/node.ts';
import { APP, applyPart, buildApp, IN, REDIS } from './kubernetes/part.ts';

/**
 * The load from several pods by k6-operator itself, on a real node (test/kubernetes/node.ts). HOLDFAST_K6_OPERATOR is the
 * `bundle.yaml` of a release of it; the images that it names, that of its starter and that of k6 have to be in this
 * machine's Docker, as no registry is asked.
 */
const BUNDLE = process.env['HOLDFAST_K6_OPERATOR'] ?? '';
const skip =
  process.env['HOLDFAST_SLOW'] !== '1'
    ? 'builds Kubernetes for minutes; set HOLDFAST_SLOW=1'
    : BUNDLE === ''
      ? 'HOLDFAST_K6_OPERATOR names no bundle.yaml of k6-operator'
      : await noNode();
const STARTER = 'ghcr.io/grafana/k6-operator:latest-starter';
const CLIENTS = 12;
/** Of one runner, when it is ended in the middle. */
const SOME_BYTES = 10_000;

test(
  'k6-operator does the load of a plan from several pods, and it is judged',
  { skip: skip ?? false },
  async (t) => {
    await using folder = await temporaryFolder();
    const reports = join(folder.path, 'reports');
    const load = ['--clients', String(CLIENTS), '--rate', '30', '--duration', '20s'];
    const into = ['--reports', reports];
    const ran = await holdfast(['run', '--store', 'redis', '--workload', 'register', ...load, ...into]);
    assert.ok([0, 2].includes(ran.code ?? -1), ran.stderr);
    const run = await onlyRun(reports);

    await buildApp();
    const k6 = await provision('k6', { signal: AbortSignal.timeout(600_000), report: () => {} });
    const bundle = await readFile(BUNDLE, 'utf8');
    const named = [...bundle.matchAll(/^\s*image: (\S+)$/gm)].map(([, image]) => image as string);
    await using node = await startNode(folder.path);
    for (const image of [APP, REDIS, STARTER, `grafana/k6:${k6.version}`, ...named]) await node.load(image);
    await node.layVolume('redis');
    await applyPart(node, folder.path);
    const KUBECONFIG = node.kubeconfigOf('admin');
    const context = (
      await execa('kubectl', ['config', 'current-context'], { env: { KUBECONFIG } })
    ).stdout.trim();
    const from = (generators: number, ...more: string[]) => [
      'kubernetes',
      run,
      '--generators',
      String(generators),
      '--share-nodes',
      ...more,
    ];
    const there = (output: string) => ['--context', context, '--output', output];

    await t.test('a cluster without k6-operator is told, with how to have it', async () => {
      const output = join(folder.path, 'without');
      const { code, stderr } = await holdfast(from(2, ...there(output)), { KUBECONFIG });
      assert.equal(code, 69);
      assert.match(stderr, /has no k6-operator: it knows no TestRun/);
      assert.match(stderr, /kubectl apply --server-side --filename https:\S+bundle\.yaml/);
      await assert.rejects(stat(output));
    });

    await node.kubectl(['apply', '--server-side', '--filename', BUNDLE]);
    const operator = ['--namespace=k6-operator-system', 'deployment/k6-operator-controller-manager'];
    await node.kubectl(['rollout', 'status', ...operator, '--timeout=300s']);

    await t.test('two runners share the clients, and what they saw passes', async () => {
      await node.layVolume('two');
      const output = join(folder.path, 'two');
      const { code, stdout, stderr } = await holdfast(from(2, ...there(output)), { KUBECONFIG });
      assert.equal(code, 0, `${stdout}\n${stderr}`);
      assert.match(stdout, /verdict: pass/);
      await assertShared(join(output, 'parts'), 2);
      assert.equal((await left(node)).trim(), '');
    });

    await t.test('so do four, by what is printed', async () => {
      await node.layVolume('four');
      const { code, stdout, stderr } = await holdfast(from(4));
      assert.equal(code, 0, stderr);
      await node.kubectl(['apply', '--filename=-'], stdout);
      const [name = ''] = (await node.kubectl(['get', IN, 'testruns', '--output=name'])).trim().split('\n');
      const finished = [name, '--for=jsonpath={.status.stage}=finished', '--timeout=300s'];
      await node.kubectl(['wait', IN, ...finished]);
      const parts = join(folder.path, 'four');
      const reader = `${name.split('/')[1]}-histories`;
      await node.kubectl(['cp', IN, `${reader}:/history`, parts]);
      const files = await assertShared(parts, 4);
      const history = join(folder.path, 'four.ndjson');
      const merged = await holdfast(['merge', ...files, '--output', history]);
      assert.equal(merged.code, 0, merged.stderr);
      const judged = await holdfast(['check', history]);
      assert.equal(judged.code, 0, judged.stdout);
      await node.kubectl(['delete', '--filename=-'], stdout);
    });

    for (const how of ['evicted', 'killed'] as const)
      await t.test(`a runner that is ${how} leaves all unknown, and what was recorded`, async () => {
        await node.layVolume(how);
        const output = join(folder.path, how);
        const going = startHoldfast(from(2, ...there(output)), { env: { KUBECONFIG } });
        const volume = join(folder.path, 'var/lib/volumes', how);
        const victim = await recording(volume);
        await (how === 'evicted' ? evict(node, victim) : kill(node, victim));
        const { exitCode, stdout, stderr } = await going;
        assert.equal(exitCode, 2, `${stdout}\n${stderr}`);
        assert.match(stdout, /verdict: unknown/);
        const sizes = await Promise.all(
          (await histories(join(output, 'parts'))).map(async (file) => (await stat(file)).size),
        );
        assert.equal(sizes.filter((size) => size > SOME_BYTES).length, 2);
        const merged = await readFile(join(output, 'history.ndjson'), 'utf8');
        assert.equal(clientsIn(merged).size, CLIENTS);
        assert.equal((await left(node)).trim(), '');
      });
  },
);

const histories = async (folder: string) =>
  (await readdir(folder))
    .filter((file) => file.endsWith('.ndjson'))
    .toSorted()
    .map((file) => join(folder, file));

const clientsIn = (history: string) =>
  new Set([...history.matchAll(/^\{.*"client":"(c\d+)"/gm)].map(([, client]) => client));

/** Sees that each part has clients of its own, and that together they are all; resolves to the parts' files. */
async function assertShared(folder: string, parts: number): Promise<string[]> {
  const files = await histories(folder);
  assert.equal(files.length, parts);
  const clients = await Promise.all(files.map(async (file) => clientsIn(await readFile(file, 'utf8'))));
  assert.deepEqual(
    clients.map(({ size }) => size),
    clients.map(() => CLIENTS / parts),
  );
  assert.equal(new Set(clients.flatMap((each) => [...each])).size, CLIENTS);
  return files;
}

/** The pod of a runner, once all of them have recorded something. */
async function recording(volume: string): Promise<string> {
  let files: string[] = [];
  const isUnderWay = async () => {
    files = await histories(volume);
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    return sizes.length === 2 && sizes.every((size) => size > SOME_BYTES);
  };
  await pWaitFor(isUnderWay, { interval: 200, timeout: 300_000 });
  return /([^/]+)\.ndjson$/.exec(files[0] ?? '')?.[1] ?? '';
}

/** As who empties its node does. */
async function evict(node: Node, pod: string): Promise<void> {
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: pod, namespace: 'holdfast' },
  };
  const raw = ['create', '--raw', `/api/v1/namespaces/holdfast/pods/${pod}/eviction`, '--filename=-'];
  await node.kubectl(raw, JSON.stringify(eviction));
}

/** As a node that loses it does. */
const kill = (node: Node, pod: string) =>
  node.kubectl(['delete', IN, 'pod', pod, '--grace-period=0', '--force']);

/** What is in the namespace of the load itself, and should not be. */
async function left(node: Node): Promise<string> {
  const kinds = 'testruns,configmaps,persistentvolumeclaims,pods';
  const ours = ['--selector', 'app.kubernetes.io/component in (generator, histories)'];
  const asked = ['get', IN, kinds, ...ours, '--output=name'];
  let names = '';
  const isEmpty = async () => {
    names = (await node.kubectl(asked)).replace(/No resources found.*/, '');
    return names.trim() === '';
  };
  await pWaitFor(isEmpty, { interval: 1000, timeout: 120_000 }).catch(() => {});
  return names;
}
