import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STORES } from '../../stores/catalogue.ts';
import { storeUrl } from '../../stores/kubernetes/app.ts';
import type { KubernetesObject } from '../../stores/kubernetes/objects.ts';
import { wireName } from '../../stores/kubernetes/wires.ts';
import type { StackEntry } from '../../stores/stack-entry.ts';
import { TOXIPROXY_IMAGE } from '../../stores/toxiproxy.ts';
import { STORE_SERVERS } from '../../stores/servers.ts';
import { appImage, appOf, exporterOf, instanceNames, serverOf, wiresOf } from './objects.ts';
import { namespaceOf } from './namespace.ts';

const redis = STORES.redis as unknown as StackEntry;
const sqlite = STORES.sqlite as unknown as StackEntry;
const subject = {
  store: 'redis',
  instances: 2,
  balance: 'random',
  ttlMs: 60_000,
  saveMode: 'implicit',
  resave: false,
  rolling: false,
  saveUninitialized: false,
  environment: 'production',
} as const;
const ofApp = { subject, entry: redis, image: 'holdfast-app:1', controlToken: 'token' };
const app = appOf({ ...ofApp, url: storeUrl(redis), isWired: false });
interface Found<Spec> {
  metadata: { name: string };
  spec: Spec;
  stringData: Record<string, string>;
}
const find = (objects: readonly KubernetesObject[], kind: string): Found<unknown> => {
  const found = objects.find((each) => each.kind === kind);
  assert.ok(found, kind);
  return found as unknown as Found<unknown>;
};
const serviceType = (objects: readonly KubernetesObject[]) =>
  (find(objects, 'Service') as Found<{ type?: string }>).spec.type;
const imagesOf = (image?: string) =>
  [redis, sqlite].map((entry) => appImage(entry, { image, version: '1.2.3' }));

interface PodSpec {
  template: {
    spec: {
      shareProcessNamespace?: boolean;
      volumes?: object[];
      containers: {
        image: string;
        env?: { name: string; value?: string }[];
        volumeMounts?: { mountPath: string }[];
      }[];
    };
  };
  volumeClaimTemplates?: object[];
}

test('the pods of an app are called as its instances, and each has an address of its own on every node', () => {
  const { metadata: set, spec } = find(app, 'StatefulSet') as Found<{ ordinals: object; replicas: number }>;
  assert.equal(set.name, 'app');
  assert.deepEqual([spec.replicas, spec.ordinals], [2, { start: 1 }]);
  const services = app.filter(({ kind }) => kind === 'Service');
  assert.deepEqual(
    services.map(({ metadata, spec: of }) => {
      const { selector, type } = of as { selector: Record<string, string>; type: string };
      return [metadata.name, selector['statefulset.kubernetes.io/pod-name'], type];
    }),
    [
      ['app-1', 'app-1', 'NodePort'],
      ['app-2', 'app-2', 'NodePort'],
    ],
  );
});

test('the settings of the plan are in a Secret, and the server is addressed by its name', () => {
  const { HOLDFAST_TTL_MS: ttl, HOLDFAST_STORE_URL: url } = find(app, 'Secret').stringData;
  assert.deepEqual([ttl, url], ['60000', 'redis://redis:6379']);
});

test('behind wires each instance finds the server at the near end of its own', () => {
  const url = storeUrl(redis, wireName('$(HOLDFAST_INSTANCE)'));
  const wired = appOf({ ...ofApp, url, isWired: true });
  assert.equal(find(wired, 'Secret').stringData['HOLDFAST_STORE_URL'], undefined);
  const [container] = (find(wired, 'StatefulSet') as Found<PodSpec>).spec.template.spec.containers;
  const named = container?.env?.map(({ name, value }) => [name, value]) ?? [];
  assert.deepEqual(
    named.filter(([name]) => name === 'HOLDFAST_INSTANCE' || name === 'HOLDFAST_STORE_URL'),
    // What an address is made of comes before it, or the kubelet leaves it as it is.
    [
      ['HOLDFAST_INSTANCE', undefined],
      ['HOLDFAST_STORE_URL', 'redis://wire-$(HOLDFAST_INSTANCE):6379'],
    ],
  );
  const wires = wiresOf(STORE_SERVERS['redis-server'], instanceNames(2), 'pod');
  const [toxiproxy] = (find(wires, 'StatefulSet') as Found<PodSpec>).spec.template.spec.containers;
  assert.equal(toxiproxy?.image, TOXIPROXY_IMAGE);
  const ends = wires.flatMap(({ kind, metadata: { name }, spec }) =>
    kind === 'Service' && name.startsWith('wire-')
      ? [[name, (spec as { ports: { port: number; targetPort: number }[] }).ports[0]] as const]
      : [],
  );
  assert.deepEqual(
    ends.map(([name, port]) => [name, port?.port]),
    [
      ['wire-app-1', 6379],
      ['wire-app-2', 6379],
    ],
  );
  assert.notEqual(ends[0]?.[1]?.targetPort, ends[1]?.[1]?.targetPort);
});

const typesOf = (way: 'pod' | 'node') =>
  wiresOf(STORE_SERVERS['redis-server'], ['app-1'], way).flatMap(({ kind, spec }) =>
    kind === 'Service' ? (spec as { type?: string }).type : [],
  );

test('who could tell the wires what to do has a port on the nodes only where there is no nearer way', () => {
  assert.deepEqual(typesOf('pod'), [undefined, undefined]);
  assert.deepEqual(typesOf('node'), ['NodePort', undefined]);
});

test('nothing outlives a pod, and its first process can be killed from within', () => {
  for (const objects of [app, serverOf(redis) ?? []]) {
    const { template, volumeClaimTemplates } = (find(objects, 'StatefulSet') as Found<PodSpec>).spec;
    assert.equal(template.spec.shareProcessNamespace, true);
    assert.equal(volumeClaimTemplates, undefined);
    assert.ok(template.spec.volumes?.every((volume) => 'emptyDir' in volume));
  }
  assert.equal(serverOf(STORES.memory as unknown as StackEntry), undefined);
});

test("PostgreSQL has a folder of its own within its volume, whose root is root's", () => {
  const objects = serverOf(STORES.postgres as unknown as StackEntry) ?? [];
  const { containers } = (find(objects, 'StatefulSet') as Found<PodSpec>).spec.template.spec;
  const [mount] = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
  assert.ok(find(objects, 'Secret').stringData['PGDATA']?.startsWith(`${mount?.mountPath}/`));
});

test('the server of a store is published on no node, and the exporter is', () => {
  assert.equal(serviceType(serverOf(redis) ?? []), undefined);
  assert.equal(serviceType(exporterOf([['redis', redis]], 'holdfast-app:1', 'token')), 'NodePort');
});

test('a store that has an image of its own has it beside the one that was named', () => {
  assert.deepEqual(imagesOf(), ['holdfast-app:1.2.3', 'holdfast-app-sqlite:1.2.3']);
  assert.deepEqual(imagesOf('localhost:5000/me/app:v1'), [
    'localhost:5000/me/app:v1',
    'localhost:5000/me/app-sqlite:v1',
  ]);
  assert.deepEqual(imagesOf('localhost:5000/app'), ['localhost:5000/app', 'localhost:5000/app-sqlite']);
});

test('a namespace is called after the run, as Kubernetes takes names', () => {
  assert.equal(namespaceOf('2026-11-27T06-26-40-run'), 'holdfast-2026-11-27t06-26-40-run');
  assert.match(namespaceOf('long-'.repeat(20)), /^[a-z0-9-]{1,62}[a-z0-9]$/);
});
