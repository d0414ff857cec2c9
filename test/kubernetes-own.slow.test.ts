import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { readableSession } from '../harness/platform/target/project/look.ts';
import { holdfast, onlyRun, startHoldfast, temporaryFolder } from './holdfast.ts';
import { nodeIn, noNode, startNode } from './kubernetes/node.ts';

/**
 * Faults on pods of an app that is the user's own (test/kubernetes/your-app), on a real node, and what is refused. The
 * image is that of the stack's app; HOLDFAST_TEST_IMAGE names one that Docker has, and else it is built. HOLDFAST_TEST_NODE is
 * the folder of a node that node-main.ts has up with both images, and else one is started.
 */
const skip =
  process.env['HOLDFAST_SLOW'] === '1'
    ? ((await noNode()) ?? false)
    : 'builds Kubernetes for minutes; set HOLDFAST_SLOW=1';
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMAGE = process.env['HOLDFAST_TEST_IMAGE'] ?? 'holdfast-app:own';
const UP = process.env['HOLDFAST_TEST_NODE'];
const REDIS = 'redis:8.2.1';
const YARD = '--namespace=yard';
const WAIT = { interval: 500, timeout: 180_000 };
const APP = 'app=shop';
const SERVER = 'app=redis';

let node: Awaited<ReturnType<typeof nodeIn>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let target = '';

before(async () => {
  if (skip !== false) return;
  if (process.env['HOLDFAST_TEST_IMAGE'] === undefined) {
    const image = ['--file', 'infra/app/Dockerfile', '--target', 'app', '--tag', IMAGE];
    await execa('docker', ['build', ...image, '.'], { cwd: ROOT });
  }
  folder = await temporaryFolder();
  node = await (UP === undefined ? startedNode() : nodeIn(UP));
  await node.layVolume(`redis-${process.pid}`);
  await node.kubectl(['create', 'namespace', 'yard']);
  const code = join(ROOT, 'test/compose/your-project/server.ts');
  await node.kubectl(['create', YARD, 'configmap', 'shop', `--from-file=server.ts=${code}`]);
  const shop = await readFile(join(ROOT, 'test/kubernetes/your-app/shop.yaml'), 'utf8');
  await node.kubectl(['apply', YARD, '--filename=-'], shop.replace('IMAGE', IMAGE));
  await settled();
  const port = await said('service/shop', '{.spec.ports[0].nodePort}');
  target = `http://${node.address}:${port}`;
  await serves();
});
after(async () => {
  // Where it stays up, the next test takes a namespace of that name.
  if (UP !== undefined) await node?.kubectl(['delete', 'namespace', 'yard']);
  await node?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

async function startedNode() {
  const started = await startNode(folder.path);
  for (const each of [IMAGE, REDIS]) await started.load(each);
  return started;
}

const said = async (what: string, path: string, ...more: string[]) =>
  (await node.kubectl(['get', YARD, what, `--output=jsonpath=${path}`, ...more])).trim();

async function settled(): Promise<void> {
  for (const each of ['statefulset/redis', 'deployment/shop', 'deployment/cache'])
    await node.kubectl(['rollout', 'status', YARD, each, '--timeout=300s']);
}

/** Whether the app keeps and gives out a session. */
const serves = () =>
  pWaitFor(
    () =>
      readableSession({ target, asProxy: false, signal: AbortSignal.timeout(WAIT.timeout) }).then(
        Boolean,
        () => false,
      ),
    WAIT,
  );

/** What makes the pods, as its owner wrote it: another generation is another text. */
const makers = () =>
  said(
    'deployments,statefulsets',
    '{range .items[*]}{.metadata.name} {.metadata.generation} {.spec.replicas};{end}',
  );
/** Each pod with its uid and how often its container was started again. */
const podsNow = async () =>
  (
    await said(
      'pods',
      '{range .items[*]}{.metadata.labels.app} {.metadata.uid} {.status.containerStatuses[0].restartCount};{end}',
    )
  )
    .split(';')
    .filter(Boolean)
    .toSorted();

const uid = (text = '') => /uid ([\da-f-]+)/.exec(text)?.[1];
const cache = (all: string[]) => all.filter((each) => each.startsWith('cache'));

const words = (reports: string, ...flags: string[]) => [
  'run',
  '--target',
  target,
  // Nothing may be said twice.
  ...(flags.includes('--context') ? [] : ['--context', 'may']),
  '--reports',
  reports,
  '--clients',
  '10',
  '--rate',
  '50',
  ...flags,
];
const env = () => ({ KUBECONFIG: node.kubeconfig });

interface Fault {
  fault?: string;
  phase?: string;
  evidence?: { seen?: string; exit?: string; was?: string; is?: string };
}

/** What a run recorded of its faults, each as it ended. */
async function faultsOf(reports: string): Promise<Fault[]> {
  const text = await readFile(join(await onlyRun(reports), 'history.ndjson'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.includes('"fault"'))
    .map((line) => JSON.parse(line) as Fault)
    .filter(({ phase }) => phase !== 'onset');
}

// One at a time: on a slow node a pod that is replaced takes longer than what is left of a load that others share.
for (const fault of ['app-restart', 'app-crash:app-2', 'server-restart', 'server-crash'])
  test(`${fault} replaces a pod or kills its container, and all is as it was`, { skip }, async () => {
    await using reports = await temporaryFolder();
    const [written, before] = [await makers(), await podsNow()];
    const flags = ['--namespace', 'yard', '--kubernetes-app', APP, '--kubernetes-server', SERVER];
    const { code, stderr } = await holdfast(
      words(reports.path, ...flags, '--duration', '30s', '--faults', `${fault}@3s`),
      env(),
    );
    // A machine that is short makes it unknown, and never a failure.
    assert.ok(code === 0 || code === 2, stderr);
    const healed = await faultsOf(reports.path);
    const [kind = ''] = fault.split(':');
    assert.deepEqual(
      healed.map((each) => [each.fault, each.phase]),
      [[kind, 'healed']],
      stderr + JSON.stringify(healed),
    );
    const { evidence } = healed[0] ?? {};
    const isReplaced = kind.endsWith('restart');
    assert.match(
      evidence?.seen ?? '',
      isReplaced ? /no pod with its uid any more/ : /with code 137, and its port/,
    );
    assert.equal(uid(evidence?.was) === uid(evidence?.is), !isReplaced);
    if (!isReplaced) assert.match(evidence?.is ?? '', / 1 restarts\)$/);
    assert.equal(await makers(), written);
    const now = await podsNow();
    assert.equal(now.length, before.length);
    assert.deepEqual(cache(now), cache(before));
  });

const OVER = [
  ['app-rolling', /all others answered while each was gone/],
  ['app-scaled(in)', /had 2 pods and has 1, .* no pod with the uid/],
  ['app-scaled(out)', /had 2 pods and has 3, all of them ready/],
] as const;
for (const [fault, seen] of OVER)
  test(
    `${fault}: pods go and come one after the other, and there are as many as before`,
    { skip },
    async () => {
      await using reports = await temporaryFolder();
      const written = await said('deployment/shop', '{.spec.replicas}');
      const flags = ['--namespace', 'yard', '--kubernetes-app', APP];
      const lasts = fault === 'app-rolling' ? '' : '+3s';
      const { stderr } = await holdfast(
        words(reports.path, ...flags, '--duration', '40s', '--faults', `${fault}@3s${lasts}`),
        env(),
      );
      const healed = await faultsOf(reports.path);
      const [kind = ''] = fault.split('(');
      assert.deepEqual(
        healed.map((each) => [each.fault, each.phase]),
        [[kind, 'healed']],
        stderr,
      );
      assert.match(healed[0]?.evidence?.seen ?? '', seen);
      assert.equal(await said('deployment/shop', '{.spec.replicas}'), written);
    },
  );

test(
  'a server that the sessions are not in makes nothing pass: unknown, with the reason',
  { skip },
  async () => {
    await using reports = await temporaryFolder();
    const flags = ['--namespace', 'yard', '--kubernetes-app', APP, '--kubernetes-server', 'app=cache'];
    const { code, stdout, stderr } = await holdfast(
      words(reports.path, ...flags, '--yes-break-it', '--duration', '6s', '--faults', 'server-restart@2s'),
      env(),
    );
    assert.equal(code, 2, stdout + stderr);
    assert.match(
      await readFile(join(await onlyRun(reports.path), 'results.json'), 'utf8'),
      /gave out a session all the while that cache was away/,
    );
  },
);

test(
  'what nobody named, marked or may do is one message with the next step, and nothing is broken',
  { skip },
  async () => {
    const before = await podsNow();
    await using reports = await temporaryFolder();
    const yard = ['--namespace', 'yard'];
    const app = ['--kubernetes-app', APP];
    const crash = ['--faults', 'app-crash@2s'];
    const cases: readonly [flags: string[], code: number, said: RegExp][] = [
      [
        [...yard, '--kubernetes-app', 'app=shp', ...crash],
        64,
        /matches no pod in the namespace yard\n\s+Try: kubectl/,
      ],
      [[...yard, '--kubernetes-app', 'app in', ...crash], 64, /is no selector of labels \(unable to parse/],
      [[...yard, '--kubernetes-app', ' ', ...crash], 64, /--kubernetes-app needs a value, and was empty\n/],
      [['--namespace', 'default', ...app, ...crash], 64, /but in yard: .*\n\s+Try: --namespace yard/],
      [
        ['--namespace', 'yrd', ...app, ...crash],
        64,
        /no namespace of the cluster is called "yrd"\. Did you mean "yard"/,
      ],
      [
        [...yard, '--kubernetes-app', 'part=mine', ...crash],
        64,
        /of Deployment\/cache and Deployment\/shop and StatefulSet/,
      ],
      [
        [...yard, ...app, '--kubernetes-server', 'app=cache', '--faults', 'server-restart@2s'],
        64,
        /pods of Deployment\/cache in the namespace yard, which has no label .*\n\s+Try: kubectl .* annotate Deployment\/cache/,
      ],
      [
        [...yard, '--kubernetes-app', 'app=cache', '--yes-break-it', ...crash],
        64,
        /no pod of Deployment\/cache/,
      ],
      [
        [...yard, ...app, '--faults', 'app-pause@2s'],
        64,
        /lets nobody stop that from within\n\s+Try: shareProcess/,
      ],
      [[...yard, ...app, '--faults', 'server-crash@2s'], 64, /nobody has said which pods that is/],
      [[...yard, ...app, '--faults', 'wire-down@2s'], 64, /puts nothing there in a cluster of yours/],
      [
        [...yard, ...app, ...crash, '--context', 'may-not'],
        69,
        /get, list, watch, delete pods; .*create pods\/exec/,
      ],
    ];
    for (const [flags, code, expected] of cases) {
      const { code: is, stderr } = await holdfast(words(reports.path, ...flags), env());
      assert.match(stderr, expected);
      assert.equal(is, code, stderr);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
    assert.deepEqual(await podsNow(), before);
  },
);

/** All that docs/KUBERNETES.md says a run takes in the namespace of the app, each as a Role has it. */
const RULES = [
  ...['get', 'list', 'watch', 'delete'].map((verb) => ['', 'pods', verb] as const),
  ...['deployments', 'replicasets', 'statefulsets'].map((resource) => ['apps', resource, 'get'] as const),
  ['', 'pods/exec', 'create'] as const,
  ...['get', 'patch', 'update'].map((verb) => ['apps', 'deployments/scale', verb] as const),
];
const ruled = (rules: typeof RULES) =>
  rules.map(([group, resource, verb]) => ({ apiGroups: [group], resources: [resource], verbs: [verb] }));

/** A kubeconfig of somebody who has these rights there and no others: a ServiceAccount with a Role. */
async function somebodyWho(name: string, rules: typeof RULES): Promise<string> {
  const named = (kind: string, more: object) => ({
    apiVersion: kind === 'ServiceAccount' ? 'v1' : 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name },
    ...more,
  });
  const all = [
    named('ServiceAccount', {}),
    named('Role', { rules: ruled(rules) }),
    named('RoleBinding', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'yard' }],
    }),
  ];
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all });
  await node.kubectl(['apply', YARD, '--filename=-'], input);
  const token = (await node.kubectl(['create', 'token', YARD, name])).trim();
  const config = JSON.parse(await readFile(node.kubeconfig, 'utf8')) as { users: object[] };
  const file = join(folder.path, `${name}.kubeconfig`);
  // As the context `may` has it, with the token of this one.
  const users = config.users.map((user) => ({ ...user, user: { token } }));
  await writeFile(file, JSON.stringify({ ...config, users }));
  return file;
}

test(
  'each right that is missing is told by its name before anything is broken, and no others are taken',
  { skip },
  async () => {
    const flags = ['--namespace', 'yard', '--kubernetes-app', APP];
    const faults = 'app-restart@2s,app-crash:app-2@22s,app-scaled(in)@42s+2s';
    {
      await using reports = await temporaryFolder();
      const KUBECONFIG = await somebodyWho('enough', RULES);
      const { stderr } = await holdfast(
        words(reports.path, ...flags, '--duration', '60s', '--faults', faults),
        { KUBECONFIG },
      );
      assert.deepEqual(
        (await faultsOf(reports.path)).map(({ fault, phase }) => [fault, phase]),
        ['app-restart', 'app-crash', 'app-scaled'].map((fault) => [fault, 'healed']),
        stderr,
      );
    }
    const [written, before] = [await makers(), await podsNow()];
    for (const [index, missing] of RULES.entries()) {
      await using reports = await temporaryFolder();
      const [, resource, verb] = missing;
      const others = RULES.filter((rule) => rule !== missing);
      const KUBECONFIG = await somebodyWho(`lacks-${index}`, others);
      const { code, stderr } = await holdfast(words(reports.path, ...flags, '--faults', faults), {
        KUBECONFIG,
      });
      assert.equal(code, 69, stderr);
      assert.match(
        stderr,
        new RegExp(`takes rights that you do not have there: ${verb} ${resource}\\n\\s+Try: a role`),
      );
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.deepEqual(await readdir(reports.path), []);
    }
    // A rolling that is not drained kills, and takes what a crash does.
    const KUBECONFIG = await somebodyWho(
      'kills-not',
      RULES.filter(([, resource]) => resource !== 'pods/exec'),
    );
    await using reports = await temporaryFolder();
    const rolling = ['--faults', 'app-rolling(undrained)@2s'];
    const { code, stderr } = await holdfast(words(reports.path, ...flags, ...rolling), { KUBECONFIG });
    assert.equal(code, 69, stderr);
    assert.match(stderr, /do not have there: create pods\/exec\n/);
    assert.deepEqual(await podsNow(), before);
    assert.equal(await makers(), written);
  },
);

/** What the kernel of a pod says of the processes of Node in it: T is stopped. */
async function statesOfApp(): Promise<string[]> {
  const names = (await said('pods', '{.items[*].metadata.name}', '--selector', APP)).split(' ');
  const all = await Promise.all(
    names.map((name) => node.kubectl(['exec', YARD, name, '--', 'sh', '-c', 'cat /proc/[0-9]*/stat'])),
  );
  return all.flatMap((text) =>
    [...text.matchAll(/\((?:node|MainThread)\) (\w)/g)].map((match) => match[1] ?? ''),
  );
}

test(
  'pods whose processes can be stopped are paused, and go on also where Holdfast is ended',
  { skip },
  async () => {
    const patch = JSON.stringify({ spec: { template: { spec: { shareProcessNamespace: true } } } });
    for (const each of ['deployment/shop', 'statefulset/redis'])
      await node.kubectl(['patch', YARD, each, `--patch=${patch}`]);
    await settled();
    await serves();
    {
      await using reports = await temporaryFolder();
      const flags = ['--namespace', 'yard', '--kubernetes-app', APP, '--kubernetes-server', SERVER];
      const faults = 'app-pause@2s+1s,server-pause@6s+2s';
      await holdfast(words(reports.path, ...flags, '--duration', '12s', '--faults', faults), env());
      const healed = await faultsOf(reports.path);
      assert.deepEqual(
        healed.map(({ fault, phase }) => [fault, phase]),
        ['app-pause', 'server-pause'].map((fault) => [fault, 'healed']),
      );
      assert.match(healed[0]?.evidence?.seen ?? '', /is stopped \(state T\), and it does not answer/);
      assert.match(
        healed[1]?.evidence?.seen ?? '',
        /is stopped \(state T\); and the app could not read a session/,
      );
    }
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      await using reports = await temporaryFolder();
      const flags = ['--namespace', 'yard', '--kubernetes-app', APP, '--faults', 'app-pause@1s+60s'];
      const running = startHoldfast(words(reports.path, ...flags, '--duration', '70s'), { env: env() });
      await pWaitFor(async () => (await statesOfApp()).includes('T'), WAIT);
      running.kill(signal);
      await running;
      await pWaitFor(async () => !(await statesOfApp()).includes('T'), WAIT);
    }
  },
);
