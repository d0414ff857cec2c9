import type { Subject } from '../../model/plan.ts';
import { APP_PORT, appPod, imageOf } from '../../stores/kubernetes/app.ts';
import { EXPORTER_PORT, exporterObjects } from '../../stores/kubernetes/exporter.ts';
import { labels, port, type KubernetesObject } from '../../stores/kubernetes/objects.ts';
import { serverObjects } from '../../stores/kubernetes/server.ts';
import { WIRES, wiresObjects } from '../../stores/kubernetes/wires.ts';
import { STORE_SERVERS, type ServerEntry } from '../../stores/servers.ts';
import { exportedServers, type Entries, type StackEntry } from '../../stores/stack-entry.ts';
import { appEnvironment } from '../app-environment.ts';
import { MAY_INJECT } from './chaos-objects.ts';
import type { Way } from './reach.ts';

/** On every namespace that a run has made: those, and no others, are a run's to take away. */
export const MADE_BY = { 'app.kubernetes.io/managed-by': 'holdfast' };
/** Which process of which machine made it. */
export const OWNER = 'holdfast/owner';
/** Of the StatefulSet; its pods are called as instances are everywhere: app-1, app-2, ... */
export const APP_SET = 'app';
const APP = APP_SET;
/** By which the pod of one instance is known. */
export const PER_INSTANCE = 'statefulset.kubernetes.io/pod-name';

/** The namespace that everything of a run is in. */
export const namespaceObject = (name: string, owner: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: { ...labels('run'), ...MADE_BY, 'pod-security.kubernetes.io/enforce': 'restricted' },
    annotations: { [OWNER]: JSON.stringify(owner), ...MAY_INJECT },
  },
});

/** What tells the figures of the servers of these stores; and, first of all, whether images and pods can be had at all. */
export function exporterOf(entries: Entries, image: string, controlToken: string): KubernetesObject[] {
  const servers = exportedServers(entries);
  const objects = exporterObjects({
    servers: servers.length > 0 ? servers : ['redis=redis://redis'],
    image,
    controlToken,
  });
  return objects.map((each) => (each.kind === 'Service' ? { ...each, spec: outward(each['spec']) } : each));
}

/** The server of a store by itself; undefined for a store that has none. */
export function serverOf({ server }: StackEntry): KubernetesObject[] | undefined {
  if (server === undefined) return undefined;
  return serverObjects(STORE_SERVERS[server], { keeps: 'pod' }).map(inOneNumbering);
}

interface AppOptions {
  subject: Subject;
  entry: StackEntry;
  image: string;
  controlToken: string;
  /** Where it finds its server; undefined for a store that has none. */
  url: string | undefined;
  /** Whether the address has the name of the instance in it, `$(HOLDFAST_INSTANCE)`. */
  isWired: boolean;
}

/** The instances of the app, each with an address of its own. */
export function appOf({ subject, entry, image, controlToken, url, isWired }: AppOptions): KubernetesObject[] {
  const own = labels('app', subject.store);
  const keepsFiles = entry.needsFolder === true;
  const template = appPod({
    own,
    image,
    environment: { NODE_ENV: subject.environment },
    secret: APP,
    ...(isWired && url !== undefined && { address: url }),
    ...(keepsFiles && { sessions: { emptyDir: {} } }),
  });
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: APP, labels: own },
      type: 'Opaque',
      stringData: {
        ...appEnvironment(subject),
        HOLDFAST_CONTROL_TOKEN: controlToken,
        ...(!isWired && url !== undefined && { HOLDFAST_STORE_URL: url }),
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: APP, labels: own },
      spec: {
        replicas: subject.instances,
        ordinals: { start: 1 },
        serviceName: APP,
        // One after the other: instances that start together on an empty database break some stores.
        podManagementPolicy: 'OrderedReady',
        selector: { matchLabels: own },
        template: { ...template, spec: { ...template.spec, ...ONE_NUMBERING } },
      },
    },
    ...instanceNames(subject.instances).map((name) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels: own },
      spec: outward({ selector: { ...own, [PER_INSTANCE]: name }, ports: [port('http', APP_PORT)] }),
    })),
  ];
}

/** A wire to the server for each instance; who tells them what to do comes by a node only where there is no nearer way. */
export const wiresOf = (server: ServerEntry, instances: readonly string[], way: Way): KubernetesObject[] =>
  wiresObjects(server, instances).map((each) =>
    way === 'node' && each.kind === 'Service' && each.metadata.name === WIRES
      ? { ...each, spec: outward(each['spec']) }
      : each,
  );

export const instanceNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${APP}-${index + 1}`);

/** The image of the app that a store takes, where the user names the usual one: that of sqlite is called `<image>-sqlite`. */
export function appImage(
  entry: StackEntry,
  { image, version }: { image?: string | undefined; version: string },
) {
  const own = imageOf(entry);
  if (image === undefined) return `${own}:${version}`;
  const suffix = own.slice(imageOf({ ...entry, stack: { ...entry.stack, image: '' } }).length);
  return image.replace(/(?=(?::[\w.-]+)?(?:@\S+)?$)/, suffix);
}

export { APP_PORT, EXPORTER_PORT };

/** A port on every node that leads to it, ready or not: a run looks at what is not ready, too. */
const outward = (spec: unknown): object => ({
  ...(spec as object),
  type: 'NodePort',
  publishNotReadyAddresses: true,
});

/** All processes of a pod are numbered together, so that its container's first one is not number 1, which nothing kills. */
const ONE_NUMBERING = { shareProcessNamespace: true };

/** The same of what makes pods. */
export function inOneNumbering(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'StatefulSet') return object;
  const spec = object['spec'] as { template: { spec: object } };
  return {
    ...object,
    spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, ...ONE_NUMBERING } } },
  };
}
