import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedBy } from './allowed.ts';
import { assertSettled, containerOf, identityOf, isStaying, oneMaker, portOf, unsettled } from './choose.ts';
import { controllerOf, makerSchema, ownPodSchema } from './objects.ts';
import { thereIs } from './scripts.ts';

interface Given {
  name?: string;
  containers?: { name: string; ports?: { containerPort: number; protocol?: string }[] }[];
  annotations?: Record<string, string>;
  ready?: boolean;
  deletionTimestamp?: string;
}

const pod = ({ name = 'shop-1', containers = [{ name: 'web' }], ready = true, ...metadata }: Given) =>
  ownPodSchema.parse({
    metadata: { name, uid: 'u-1', namespace: 'yard', ...metadata },
    spec: { containers },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [{ name: 'web', containerID: 'containerd://1', restartCount: 2, ready }],
    },
  });

const maker = (status: object, spec: object = { replicas: 2 }, metadata: object = { generation: 3 }) =>
  makerSchema.parse({ metadata, spec, status });
const SETTLED = { observedGeneration: 3, replicas: 2, readyReplicas: 2, updatedReplicas: 2 };
const PLACE = { context: 'work', namespace: 'yard' };

const matched = (...makers: [string, { kind: string; name: string } | undefined][]) => ({
  flag: '--kubernetes-app' as const,
  selector: 'app=shop',
  namespace: 'yard',
  makers: new Map(makers),
});

test('pods of one Deployment or StatefulSet may be broken, and those of several, of nobody or of another kind not', () => {
  const shop = { kind: 'Deployment', name: 'shop' };
  assert.deepEqual(oneMaker(matched(['a', shop], ['b', { ...shop }])), { selector: 'app=shop', ...shop });
  assert.throws(
    () => oneMaker(matched(['a', shop], ['b', { kind: 'StatefulSet', name: 'redis' }])),
    /matches pods of Deployment\/shop and StatefulSet\/redis in the namespace yard, and must be of one alone/,
  );
  assert.throws(() => oneMaker(matched(['a', shop], ['b', undefined])), /the pod b .* made by nobody/);
  assert.throws(() => oneMaker(matched(['a', { kind: 'Job', name: 'once' }])), /pods of Job\/once, and only/);
});

test('the one that made a pod is its controller, and nobody else who owns it', () => {
  const owner = { kind: 'Deployment', name: 'shop', uid: 'u' };
  assert.equal(controllerOf({ ownerReferences: [owner] }), undefined);
  assert.equal(controllerOf({ ownerReferences: [owner, { ...owner, controller: true }] })?.name, 'shop');
});

test('nothing is broken while pods are not as they are to be', () => {
  assert.equal(unsettled(maker(SETTLED)), undefined);
  assert.match(unsettled(maker({ ...SETTLED, observedGeneration: 2 })) ?? '', /middle of a rollout/);
  assert.match(unsettled(maker({ ...SETTLED, updatedReplicas: 1 })) ?? '', /middle of a rollout/);
  assert.match(unsettled(maker({ ...SETTLED, readyReplicas: 1 })) ?? '', /1 of 2 pods ready/);
  assert.match(unsettled(maker({ ...SETTLED, replicas: 3 })) ?? '', /about to go/);
  const owner = { selector: 'app=shop', kind: 'Deployment', name: 'shop' } as const;
  const of = (...pods: ReturnType<typeof pod>[]) => ({ maker: maker(SETTLED), pods, place: PLACE });
  assertSettled(owner, of(pod({}), pod({ name: 'shop-2' })));
  assert.throws(
    () => assertSettled(owner, of(pod({}), pod({ name: 'shop-2', ready: false }))),
    /Deployment\/shop in the namespace yard has a pod that is not ready: shop-2/,
  );
});

test('a pod on its way out is none of the app any more', () => {
  assert.ok(isStaying(pod({})));
  assert.ok(!isStaying(pod({ deletionTimestamp: '2026-01-01T00:00:00Z' })));
});

test('of several containers, the one is broken that the pod itself names', () => {
  const containers = [{ name: 'proxy' }, { name: 'web', ports: [{ containerPort: 8080 }] }];
  assert.equal(containerOf(pod({})), 'web');
  assert.throws(
    () => containerOf(pod({ containers })),
    /containers proxy, web, and nobody has said which one/,
  );
  const annotations = { 'kubectl.kubernetes.io/default-container': 'web' };
  const said = pod({ containers, annotations });
  assert.equal(containerOf(said), 'web');
  assert.equal(portOf(said, 'web'), 8080);
  assert.equal(portOf(said, 'proxy'), undefined);
  assert.equal(identityOf(said, 'web'), 'shop-1 (uid u-1, 2 restarts)');
});

test('of several ports of a container, none is the one', () => {
  const ports = [{ containerPort: 8080 }, { containerPort: 53, protocol: 'UDP' }];
  assert.equal(portOf(pod({ containers: [{ name: 'web', ports }] }), 'web'), 8080);
  const more = [...ports, { containerPort: 9090 }];
  assert.equal(portOf(pod({ containers: [{ name: 'web', ports: more }] }), 'web'), undefined);
});

const marked = (labels: Record<string, string>, annotations: Record<string, string> = {}) => ({
  metadata: { labels, annotations },
});

test('nothing is broken that nobody has marked, unless its owner says so', () => {
  const [yes, no] = [marked({ 'holdfast.break': 'yes' }), marked({})];
  const asked = (...all: ReturnType<typeof marked>[]) => ({
    makers: all.map((each, index) => ({ called: `Deployment/shop-${index + 1}`, marked: each })),
    ofNamespace: undefined,
    ...PLACE,
  });
  assert.equal(allowedBy(asked(yes, marked({}, { 'holdfast.break': 'true' })), false), 'label');
  assert.throws(
    () => allowedBy(asked(yes, no), false),
    /would break pods of Deployment\/shop-2 in the namespace yard, which has no label/,
  );
  assert.throws(() => allowedBy(asked(marked({ 'holdfast.break': 'no' })), false), /has no label/);
  assert.equal(allowedBy(asked(yes, no), true), 'flag');
  assert.equal(allowedBy({ ...asked(no), ofNamespace: yes }, false), 'label');
  assert.throws(() => allowedBy({ ...asked(no), ofNamespace: no }, false), /nothing is broken unasked/);
});

test('what a pod tells of its processes is taken as numbers alone', () => {
  assert.deepEqual(thereIs('0 yes\n'), { others: 0, hasLimits: true });
  assert.deepEqual(thereIs('3 no'), { others: 3, hasLimits: false });
  assert.throws(() => thereIs('sh: not found'), /no processes/);
});
