/** An object of Kubernetes, as its API has it. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  [field: string]: unknown;
}

/** What all objects of Holdfast are labelled with, by what they are part of. */
export const labels = (component: string, instance?: string): Record<string, string> => ({
  'app.kubernetes.io/name': 'holdfast',
  'app.kubernetes.io/component': component,
  ...(instance !== undefined && { 'app.kubernetes.io/instance': instance }),
});

/** What a pod of the restricted standard has to say of itself, and one that asks nothing of the API. */
export const podSecurity = (uid: number, fsGroup?: number) => ({
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    ...(fsGroup !== undefined && { fsGroup }),
    seccompProfile: { type: 'RuntimeDefault' },
  },
});

export const containerSecurity = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** As much as it asks for, and no more memory. */
export const resources = (cpu: string, memory: string) => ({
  requests: { cpu, memory },
  limits: { memory },
});

/** What has one pod, by itself, with a name that stays: `<name>-0`. */
export const onePod = (
  name: string,
  { own, pod, more = {} }: { own: Record<string, string>; pod: object; more?: object },
): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, labels: own },
  spec: {
    replicas: 1,
    serviceName: name,
    selector: { matchLabels: own },
    template: { metadata: { labels: own }, spec: pod },
    ...more,
  },
});

export const port = (name: string, number: number) => ({ name, port: number, targetPort: name });
