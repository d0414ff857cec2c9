import { containerSecurity, labels, podSecurity, port, resources, type KubernetesObject } from './objects.ts';

export const EXPORTER_PORT = 9200;

interface Exporting {
  /** As `exportedServers` gives them. */
  servers: readonly string[];
  /** The name of a store's app, with a star for the store: of one that is not there nothing is said. Absent: nobody looks. */
  apps?: string;
  image: string;
  /** By which the harness may tell it that faults are over; absent: nobody does. */
  controlToken?: string;
}

/** What reads the servers' own figures, and tells the time to load generators that compare their clocks. */
export function exporterObjects({ servers, apps, image, controlToken }: Exporting): KubernetesObject[] {
  const own = labels('exporter');
  const healthy = { httpGet: { path: '/healthz', port: 'http' } };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'exporter', labels: own },
      spec: {
        replicas: 1,
        selector: { matchLabels: own },
        template: {
          metadata: { labels: own },
          spec: {
            ...podSecurity(1000),
            containers: [
              {
                name: 'exporter',
                image,
                command: ['node', 'exporter/main.ts'],
                ports: [{ name: 'http', containerPort: EXPORTER_PORT }],
                env: [
                  { name: 'HOLDFAST_PORT', value: String(EXPORTER_PORT) },
                  ...(apps === undefined ? [] : wholeNames(apps)),
                ],
                envFrom: [{ secretRef: { name: 'exporter' } }],
                readinessProbe: { ...healthy, periodSeconds: 4, timeoutSeconds: 3 },
                livenessProbe: { ...healthy, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
                resources: resources('100m', '192Mi'),
                securityContext: { ...containerSecurity, readOnlyRootFilesystem: true },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'exporter', labels: own },
      spec: { selector: own, ports: [port('http', EXPORTER_PORT)] },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'exporter', labels: own },
      type: 'Opaque',
      stringData: {
        HOLDFAST_EXPORTER_SERVERS: servers.join(' '),
        ...(controlToken !== undefined && { HOLDFAST_CONTROL_TOKEN: controlToken }),
      },
    },
  ];
}

/** The exporter asks the name server itself, which knows only whole names. */
const wholeNames = (apps: string) => [
  { name: 'HOLDFAST_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
  { name: 'HOLDFAST_EXPORTER_APPS', value: `${apps}.$(HOLDFAST_NAMESPACE).svc.cluster.local` },
];
