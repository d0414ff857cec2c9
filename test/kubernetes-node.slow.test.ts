import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { stringify } from 'yaml';
import { visitor } from '../app/testing.ts';
import { containerSecurity, podSecurity } from '../harness/stores/kubernetes/objects.ts';
import { HEADERS, ROUTES } from '../protocol/routes.ts';
import { temporaryFolder } from './holdfast.ts';
import { noNode, startNode, type Node } from './kubernetes/node.ts';
import { APP, applyPart, buildApp, IN, REDIS } from './kubernetes/part.ts';

/**
 * A part of infra/kubernetes on a real node (test/kubernetes/node.ts). Its programs are built from their Go modules; images
 * come from this machine's Docker, as no registry is asked.
 */
const skip =
  process.env['HOLDFAST_SLOW'] === '1'
    ? await noNode()
    : 'builds Kubernetes for minutes; set HOLDFAST_SLOW=1';
const APPS = 'app.kubernetes.io/component=app';

test(
  'infra/kubernetes runs the app on Redis on a node, which leaves nothing behind',
  { skip: skip ?? false },
  async (t) => {
    const setBefore = await settings();
    await using folder = await temporaryFolder();
    let names: readonly string[];
    {
      await buildApp();
      await using node = await startNode(folder.path);
      for (const each of [APP, REDIS]) await node.load(each);
      await node.layVolume('redis');
      await applyPart(node, folder.path);

      await t.test('every pod runs as its user, and may write where it has to', async () => {
        assert.match(await inside(node, 'deployment/app-redis', 'id', '-u'), /^1000\n/);
        assert.match(await inside(node, 'redis-0', 'id', '-u'), /^999\n/);
        assert.match(await inside(node, 'deployment/app-redis', 'ls', '/var/lib/holdfast'), /deaths\.alive/);
        await inside(node, 'redis-0', 'redis-cli', 'save');
        assert.deepEqual(await readdir(join(folder.path, 'var/lib/volumes/redis')), ['dump.rdb']);
      });

      await t.test('its Service spreads connections over both instances, which share sessions', async () => {
        const service = await said(node, 'service/app-redis', '{.spec.clusterIP}');
        const served = new Set<string | null>();
        for (let time = 0; time < 40; time++) {
          const answer = await fetch(`http://${service}:3000${ROUTES.health}`, {
            headers: { connection: 'close' },
          });
          assert.equal(answer.status, 200);
          served.add(answer.headers.get(HEADERS.instance));
        }
        assert.equal(served.size, 2);
        const addresses = await said(node, 'pods', '{.items[*].status.podIP}', '--selector', APPS);
        const [one, other] = addresses.split(' ').map((each) => `http://${each}:3000`);
        assert.ok(one !== undefined && other !== undefined);
        const client = visitor(one);
        const made = await client.request('POST', ROUTES.session, { owner: 'client-1' });
        assert.equal(made.status, 200);
        const read = await visitor(other, client.cookie()).request('GET', ROUTES.session);
        assert.equal(read.status, 200);
        assert.equal((read.body as { owner: string }).owner, 'client-1');
        const stranger = await visitor(other).request('GET', ROUTES.session);
        assert.equal(stranger.status, 404);
      });

      await t.test('the exporter reads the server of the store', async () => {
        const service = await said(node, 'service/exporter', '{.spec.clusterIP}');
        let metrics = '';
        // It asks again for a name that was not known yet.
        const isUp = async () => {
          const answer = await fetch(`http://${service}:9200${ROUTES.metrics}`).catch(() => undefined);
          metrics = (await answer?.text()) ?? '';
          return metrics.includes('holdfast_store_server_up{store="redis"} 1');
        };
        await pWaitFor(isUp, { interval: 1000, timeout: 60_000 });
        assert.doesNotMatch(metrics, /mongo/);
      });

      await t.test('a pod that runs as root is not let in', async () => {
        const asRoot = ['run', IN, 'root', `--image=${REDIS}`, '--restart=Never'];
        await assert.rejects(node.kubectl(asRoot), /violates PodSecurity "restricted/);
      });

      await t.test(
        'nothing enforces the NetworkPolicies: a pod of no component reaches the server',
        async () => {
          await node.kubectl(['apply', '--filename=-'], stringify(stranger));
          await node.kubectl([
            'wait',
            IN,
            'pod/stranger',
            '--for=jsonpath={.status.phase}=Succeeded',
            '--timeout=120s',
          ]);
          assert.match(await node.kubectl(['logs', IN, 'stranger']), /^PONG/);
        },
      );

      ({ names } = node);
      const there = await traces([folder.path, ...names]);
      assert.ok(there.cgroups.length > 0 && there.links.length > 0 && there.processes.length > 10);
    }
    const left = await traces([folder.path, ...names]);
    assert.deepEqual(Object.values(left).flat(), [], JSON.stringify(left));
    assert.equal(await settings(), setBefore);
  },
);

const inside = (node: Node, pod: string, ...command: string[]) =>
  node.kubectl(['exec', IN, pod, '--', ...command]);

const said = async (node: Node, what: string, path: string, ...more: string[]) =>
  (await node.kubectl(['get', IN, what, `--output=jsonpath=${path}`, ...more])).trim();

/** Asks the server once, and is none of those who may. */
const stranger = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'stranger', namespace: 'holdfast' },
  spec: {
    ...podSecurity(999),
    restartPolicy: 'Never',
    containers: [
      {
        name: 'stranger',
        image: REDIS,
        command: ['redis-cli', '-h', 'redis', 'ping'],
        securityContext: containerSecurity,
      },
    ],
  },
};

const lines = async (command: string, args: string[], pattern: RegExp) =>
  (await execa(command, args)).stdout.split('\n').filter((line) => pattern.test(line));

/** What a node with these names has on this machine, and what it could have left where everyone's is. */
async function traces(names: readonly string[]) {
  const ours = new RegExp(names.join('|'));
  return {
    processes: await lines('ps', ['axww', '-o', 'args='], ours),
    mounts: (await readFile('/proc/self/mountinfo', 'utf8')).split('\n').filter((line) => ours.test(line)),
    links: await lines('ip', ['-oneline', 'link'], ours),
    routes: await lines('ip', ['route'], ours),
    rules: await lines('nft', ['list', 'tables'], /kube/),
    chains: await lines('iptables-save', [], /KUBE-/),
    cgroups: await lines('find', ['/sys/fs/cgroup', '-type', 'd', '-name', 'holdfast-node-*'], ours),
    containers: await lines('docker', ['ps', '--all', '--format', '{{.Names}}'], /k8s_|pause/),
  };
}

/** What a kubelet would set of the whole machine. */
const settings = async () =>
  (await execa('sysctl', ['vm.overcommit_memory', 'vm.panic_on_oom', 'kernel.panic', 'kernel.panic_on_oops']))
    .stdout;
