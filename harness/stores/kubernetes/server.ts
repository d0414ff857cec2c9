import type { ServerEntry } from '../servers.ts';
import {
  containerSecurity,
  labels,
  onePod,
  podSecurity,
  port,
  resources,
  type KubernetesObject,
} from './objects.ts';

/** Of a server in its pod. */
export const SERVER_CONTAINER = 'server';

export interface ServerKeeping {
  /** `claims`: volumes that outlive its pod, of the cluster's storage. `pod`: they go with it. */
  keeps: 'claims' | 'pod';
}

/** One server of a store, with what it keeps, and its name in the cluster. */
export function serverObjects(server: ServerEntry, { keeps }: ServerKeeping): KubernetesObject[] {
  const { service, image, volumes = {}, health, kubernetes } = server;
  const { uid, memory } = kubernetes;
  const environment = { ...server.environment, ...kubernetes.environment };
  const own = labels('server', service);
  const hasEnvironment = Object.keys(environment).length > 0;
  const alive = health?.test
    ? { exec: { command: health.test.filter((word) => word !== 'CMD') } }
    : { tcpSocket: { port: 'server' } };
  return [
    onePod(service, {
      own,
      pod: {
        ...podSecurity(uid, uid),
        // To write down what it holds.
        terminationGracePeriodSeconds: 60,
        containers: [
          {
            name: SERVER_CONTAINER,
            image,
            ports: [{ name: 'server', containerPort: server.port }],
            ...(hasEnvironment && { envFrom: [{ secretRef: { name: service } }] }),
            startupProbe: { ...alive, periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 90 },
            readinessProbe: { ...alive, periodSeconds: 4, timeoutSeconds: 3 },
            livenessProbe: { ...alive, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
            resources: resources('250m', memory),
            securityContext: containerSecurity,
            volumeMounts: Object.entries(volumes).map(([volume, mountPath]) => ({
              name: volume,
              mountPath,
            })),
          },
        ],
        ...(keeps === 'pod' && {
          volumes: Object.keys(volumes).map((volume) => ({ name: volume, emptyDir: {} })),
        }),
      },
      ...(keeps === 'claims' && {
        more: {
          volumeClaimTemplates: Object.keys(volumes).map((volume) => ({
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: volume },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          })),
        },
      }),
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: service, labels: own },
      spec: { clusterIP: 'None', selector: own, ports: [port('server', server.port)] },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: service, labels: own },
      // There is one: emptying its node is allowed, and is an outage of the store.
      spec: { maxUnavailable: 1, selector: { matchLabels: own } },
    },
    ...(hasEnvironment
      ? [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: service, labels: own },
            type: 'Opaque',
            stringData: environment,
          },
        ]
      : []),
  ];
}
