import { exportedServers, type Entries } from '../stack/services.ts';
import { APP_PORT } from './app.ts';
import { containerSecurity, labels, podSecurity, port, resources, type KubernetesObject } from './objects.ts';

const EXPORTER_PORT = 9200;

export const NAMESPACE: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'holdfast',
    labels: { ...labels('namespace'), 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
};

/** What reads the servers' own figures, and tells the time to load generators that compare their clocks. */
export function exporterObjects(entries: Entries, tag: string): KubernetesObject[] {
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
                image: `holdfast-app:${tag}`,
                command: ['node', 'exporter/main.ts'],
                ports: [{ name: 'http', containerPort: EXPORTER_PORT }],
                env: [
                  { name: 'HOLDFAST_PORT', value: String(EXPORTER_PORT) },
                  // Of a store whose app is not there it says nothing.
                  { name: 'HOLDFAST_EXPORTER_APPS', value: 'app-*' },
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
      stringData: { HOLDFAST_EXPORTER_SERVERS: exportedServers(entries).join(' ') },
    },
  ];
}

const from = (...components: string[]) =>
  components.map((each) => ({ podSelector: { matchLabels: part(each) } }));
const part = (component: string) => ({ 'app.kubernetes.io/component': component });
/** Where prometheus-operator is usually installed. */
const MONITORING = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };

const policy = (name: string, spec: object): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, labels: labels('network') },
  spec,
});

/** Who may call whom: load generators the apps, apps and the exporter the servers, and these nobody. */
export const POLICIES: readonly KubernetesObject[] = [
  policy('deny-all-that-comes-in', { podSelector: {}, policyTypes: ['Ingress'] }),
  policy('apps', {
    podSelector: { matchLabels: part('app') },
    policyTypes: ['Ingress'],
    ingress: [{ from: [...from('generator'), MONITORING], ports: [{ port: APP_PORT, protocol: 'TCP' }] }],
  }),
  policy('exporter', {
    podSelector: { matchLabels: part('exporter') },
    policyTypes: ['Ingress'],
    ingress: [
      { from: [...from('generator'), MONITORING], ports: [{ port: EXPORTER_PORT, protocol: 'TCP' }] },
    ],
  }),
  policy('servers', {
    podSelector: { matchLabels: part('server') },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: from('app', 'exporter') }],
    egress: [],
  }),
  // k6-operator starts its runners by their API.
  policy('generators', {
    podSelector: { matchLabels: part('generator') },
    policyTypes: ['Ingress'],
    ingress: [{ from: from('generator'), ports: [{ port: 6565, protocol: 'TCP' }] }],
  }),
];

/** For prometheus-operator: what is scraped. What an app says of its store and its instance stands. */
export const MONITORS: readonly KubernetesObject[] = ['app', 'exporter'].map((component) => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'ServiceMonitor',
  metadata: { name: component, labels: labels('monitoring') },
  spec: {
    selector: { matchLabels: labels(component) },
    endpoints: [{ port: 'http', path: '/metrics', interval: '5s', scrapeTimeout: '4s', honorLabels: true }],
  },
}));

/** For prometheus-operator: the rules of the live stack. */
export const ruleObject = (name: string, groups: unknown): KubernetesObject => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: `holdfast-${name}`, labels: labels('monitoring') },
  spec: { groups },
});
