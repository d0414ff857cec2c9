import type { ServerEntry } from '../servers.ts';
import { TOXIPROXY_API_PORT, TOXIPROXY_IMAGE } from '../toxiproxy.ts';
import {
  containerSecurity,
  labels,
  onePod,
  podSecurity,
  port,
  resources,
  type KubernetesObject,
} from './objects.ts';

export const WIRES = 'wires';
/** Of nobody: it reads and writes no file. */
const UID = 65_534;

/** The name by which an instance finds the near end of its wire, at the port that the server has. */
export const wireName = (instance: string): string => `wire-${instance}`;

/** Where the wire of each instance, in their order, listens in the pod of the wires. */
export const wirePort = ({ firstWire }: Pick<ServerEntry, 'firstWire'>, index: number): number =>
  firstWire + index;

/** A toxiproxy, without any proxy yet, in a pod by itself, and the Service of its API. */
export function toxiproxyObjects(name: string): KubernetesObject[] {
  const own = labels(WIRES, name);
  const answers = { httpGet: { path: '/version', port: 'api' } };
  return [
    onePod(name, {
      own,
      pod: {
        ...podSecurity(UID),
        containers: [
          {
            name,
            image: TOXIPROXY_IMAGE,
            args: ['-host=0.0.0.0', `-port=${TOXIPROXY_API_PORT}`],
            // As on the live stack.
            env: [{ name: 'GOMAXPROCS', value: '1' }],
            ports: [{ name: 'api', containerPort: TOXIPROXY_API_PORT }],
            readinessProbe: { ...answers, periodSeconds: 2, timeoutSeconds: 3 },
            resources: resources('100m', '128Mi'),
            securityContext: { ...containerSecurity, readOnlyRootFilesystem: true },
          },
        ],
      },
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels: own },
      spec: { selector: own, ports: [port('api', TOXIPROXY_API_PORT)] },
    },
  ];
}

/**
 * The toxiproxy of the wires, which is not in the pod of an app: what kills an app's processes would kill it, and it would
 * end with the pod. Each instance has a wire of its own, by a Service of its own.
 */
export const wiresObjects = (server: ServerEntry, instances: readonly string[]): KubernetesObject[] => [
  ...toxiproxyObjects(WIRES),
  ...instances.map((instance, index) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: wireName(instance), labels: labels(WIRES, WIRES) },
    spec: {
      selector: labels(WIRES, WIRES),
      // A toxiproxy that is slow to be looked at is no wire that is cut.
      publishNotReadyAddresses: true,
      ports: [{ name: 'server', port: server.port, targetPort: wirePort(server, index) }],
    },
  })),
];
