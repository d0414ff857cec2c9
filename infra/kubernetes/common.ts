import { APP_PORT } from '../../harness/stores/kubernetes/app.ts';
import { EXPORTER_PORT } from '../../harness/stores/kubernetes/exporter.ts';
import { labels, type KubernetesObject } from '../../harness/stores/kubernetes/objects.ts';

export const NAMESPACE: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'holdfast',
    labels: { ...labels('namespace'), 'pod-security.kubernetes.io/enforce': 'restricted' },
  },
};

const ofNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const from = (...components: string[]) =>
  components.map((each) => ({ podSelector: { matchLabels: part(each) } }));
const part = (component: string) => ({ 'app.kubernetes.io/component': component });
/** Where prometheus-operator is usually installed. */
const MONITORING = ofNamespace('monitoring');
/** Where k6-operator installs itself. */
const OPERATOR = ofNamespace('k6-operator-system');

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
  // k6-operator asks whether its runners are ready, and a pod of its own tells them to begin.
  policy('generators', {
    podSelector: { matchLabels: part('generator') },
    policyTypes: ['Ingress'],
    ingress: [{ from: [...from('generator'), OPERATOR], ports: [{ port: 6565, protocol: 'TCP' }] }],
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
