import { STORE_SERVERS } from '../../harness/stores/servers.ts';
import type { StackEntry } from '../stack/services.ts';
import { containerSecurity, labels, podSecurity, port, resources, type KubernetesObject } from './objects.ts';

export const APP_PORT = 3000;
/** `node` in the image of the app. */
const UID = 1000;
/** As in the live stack, for each instance. */
const MEMORY = '256Mi';

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
  const url = urlOf(entry);
  const isShared = entry.needsFolder === true;
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
        template: {
          metadata: { labels: own },
          spec: {
            ...podSecurity(UID, UID),
            terminationGracePeriodSeconds: 30,
            ...(isShared ? together(own) : apart(own)),
            containers: [container({ store, name, url, image: `${imageOf(entry)}:${tag}`, isShared })],
            volumes: [
              { name: 'deaths', emptyDir: {} },
              ...(isShared
                ? [{ name: 'sessions', persistentVolumeClaim: { claimName: `${name}-sessions` } }]
                : []),
            ],
          },
        },
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
            metadata: { name: `${name}-sessions`, labels: own },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ]
      : []),
  ];
}

function container(app: {
  store: string;
  name: string;
  url: string | undefined;
  image: string;
  isShared: boolean;
}) {
  const { store, name, url, image, isShared } = app;
  const healthy = { httpGet: { path: '/healthz', port: 'http' } };
  return {
    name: 'app',
    image,
    ports: [{ name: 'http', containerPort: APP_PORT }],
    env: [
      { name: 'NODE_ENV', value: 'production' },
      { name: 'HOLDFAST_STORE', value: store },
      { name: 'HOLDFAST_INSTANCE', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ...(isShared ? [{ name: 'HOLDFAST_STORE_URL', value: 'file:///var/lib/sessions' }] : []),
    ],
    ...(url !== undefined && { envFrom: [{ secretRef: { name } }] }),
    startupProbe: { ...healthy, periodSeconds: 1, failureThreshold: 180 },
    readinessProbe: { ...healthy, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
    livenessProbe: { ...healthy, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    // Requests still come for a moment after it was told to end: who sends them hears of it later.
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    resources: resources('250m', MEMORY),
    securityContext: containerSecurity,
    volumeMounts: [
      { name: 'deaths', mountPath: '/var/lib/holdfast' },
      ...(isShared ? [{ name: 'sessions', mountPath: '/var/lib/sessions' }] : []),
    ],
  };
}

function urlOf(entry: StackEntry): string | undefined {
  if (entry.server === undefined) return undefined;
  const { url, service, port: at, query = '' } = STORE_SERVERS[entry.server];
  return url(service, at, entry.stack.database) + query;
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
