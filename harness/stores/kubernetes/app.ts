import { STORE_SERVERS } from '../servers.ts';
import type { StackEntry } from '../stack-entry.ts';
import { containerSecurity, labels, podSecurity, port, resources, type KubernetesObject } from './objects.ts';

export const APP_PORT = 3000;
/** Of the app in its pod. */
export const APP_CONTAINER = 'app';
/** `node` in the image of the app. */
const UID = 1000;
/** As in the live stack, for each instance. */
const MEMORY = '256Mi';
const SESSIONS = '/var/lib/sessions';

/** The name of the image of the app that has what a store needs. */
export const imageOf = ({ stack }: StackEntry) =>
  stack.image ? `holdfast-app-${stack.image}` : 'holdfast-app';

/** The app on one store: its instances, the way in to them, and what keeps one of them there while a node is emptied. */
export function appObjects(
  store: string,
  entry: StackEntry,
  { instances, tag }: { instances: number; tag: string },
): KubernetesObject[] {
  const name = `app-${store}`;
  const own = labels('app', store);
  const url = storeUrl(entry);
  const isShared = entry.needsFolder === true;
  const claim = `${name}-sessions`;
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels: own },
      spec: {
        replicas: instances,
        // A new one serves before an old one goes.
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        selector: { matchLabels: own },
        template: appPod({
          own,
          image: `${imageOf(entry)}:${tag}`,
          environment: {
            NODE_ENV: 'production',
            HOLDFAST_STORE: store,
          },
          // What is in its volume; the address of a server may have a password.
          ...(isShared
            ? { sessions: { persistentVolumeClaim: { claimName: claim } }, isTogether: true }
            : url !== undefined && { secret: name }),
        }),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels: own },
      spec: { selector: own, ports: [port('http', APP_PORT)] },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, labels: own },
      spec: { minAvailable: 1, selector: { matchLabels: own } },
    },
    ...(url === undefined
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name, labels: own },
            type: 'Opaque',
            stringData: { HOLDFAST_STORE_URL: url },
          },
        ]),
    ...(isShared
      ? [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: claim, labels: own },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ]
      : []),
  ];
}

export interface AppPod {
  /** Its labels. */
  own: Record<string, string>;
  image: string;
  environment: Readonly<Record<string, string>>;
  /** A Secret with more of the environment. */
  secret?: string;
  /** The address of the store's server, in which `$(HOLDFAST_INSTANCE)` is the instance; absent: it is in the Secret. */
  address?: string;
  /** The source of the volume that a store keeps its files in; absent: it keeps none. */
  sessions?: object;
  /** All are on one node, as a volume is one node's; absent: on nodes of their own where there are several. */
  isTogether?: boolean;
}

/** One instance of the app, as the template of whatever makes several. It is called by the name of its pod. */
export function appPod(pod: AppPod) {
  const { own, image, environment, secret, address, sessions, isTogether = false } = pod;
  const healthy = { httpGet: { path: '/healthz', port: 'http' } };
  // An app whose store is away is not made whole by starting it again.
  const alive = { httpGet: { path: '/livez', port: 'http' } };
  return {
    metadata: { labels: own },
    spec: {
      ...podSecurity(UID, UID),
      terminationGracePeriodSeconds: 30,
      ...(isTogether ? together(own) : apart(own)),
      containers: [
        {
          name: APP_CONTAINER,
          image,
          ports: [{ name: 'http', containerPort: APP_PORT }],
          env: [
            ...Object.entries(environment).map(([name, value]) => ({ name, value })),
            { name: 'HOLDFAST_INSTANCE', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ...(address === undefined ? [] : [{ name: 'HOLDFAST_STORE_URL', value: address }]),
            ...(sessions === undefined ? [] : [{ name: 'HOLDFAST_STORE_URL', value: `file://${SESSIONS}` }]),
          ],
          ...(secret !== undefined && { envFrom: [{ secretRef: { name: secret } }] }),
          startupProbe: { ...healthy, periodSeconds: 1, failureThreshold: 180 },
          readinessProbe: { ...healthy, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
          livenessProbe: { ...alive, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
          // Requests still come for a moment after it was told to end: who sends them hears of it later.
          lifecycle: { preStop: { sleep: { seconds: 5 } } },
          resources: resources('250m', MEMORY),
          securityContext: containerSecurity,
          volumeMounts: [
            { name: 'deaths', mountPath: '/var/lib/holdfast' },
            ...(sessions === undefined ? [] : [{ name: 'sessions', mountPath: SESSIONS }]),
          ],
        },
      ],
      volumes: [
        { name: 'deaths', emptyDir: {} },
        ...(sessions === undefined ? [] : [{ name: 'sessions', ...sessions }]),
      ],
    },
  };
}

/** Where an app finds the server of its store, by its name in the cluster or another's; undefined for a store without one. */
export function storeUrl(entry: StackEntry, host?: string): string | undefined {
  if (entry.server === undefined) return undefined;
  const { url, service, port: at, query = '' } = STORE_SERVERS[entry.server];
  return url(host ?? service, at, entry.stack.database) + query;
}

/** On nodes of their own where there are several. */
const apart = (own: Record<string, string>) => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: own },
    },
  ],
});

/** All on one node: their volume is one node's at a time. */
const together = (own: Record<string, string>) => ({
  affinity: {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: own }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  },
});
