import type { ServerEntry } from '../servers.ts';
import {
  containerSecurity,
  labels,
  onePod,
  podSecurity,
  resources,
  type KubernetesObject,
} from './objects.ts';
import { SERVER_CONTAINER } from './server.ts';

/** Where a held server has all that is its own, and where it finds how to start. */
const OWN = '/var/lib/holdfast';
/** Its data. */
export const HELD_DATA = `${OWN}/data`;
/** What starts it; while there is none, it is not started. */
export const HELD_START = `${OWN}/start`;

/**
 * Waits until it is told how to start. A container that ends is started again by the kubelet: so a server that was
 * killed stays away until it is told anew, in the same pod, at the same address and with the same data.
 */
const HOLD = `mkdir -p ${HELD_DATA}; while [ ! -e ${HELD_START} ]; do sleep 0.1; done; exec sh ${HELD_START}`;

/** More than one of them shares a node, and each waits most of the time. */
const CPU = '50m';

/** One server of several, by itself in a pod, which runs nothing until it is told what: it has its data while its pod is there. */
export function heldObjects(name: string, { image, kubernetes }: ServerEntry): KubernetesObject[] {
  const { uid, memory } = kubernetes;
  const own = labels('server', name);
  return [
    onePod(name, {
      own,
      pod: {
        ...podSecurity(uid, uid),
        // Nothing that it writes down as it ends is read any more.
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: SERVER_CONTAINER,
            image,
            command: ['sh', '-c', HOLD],
            resources: resources(CPU, memory),
            securityContext: containerSecurity,
            volumeMounts: [{ name: 'own', mountPath: OWN }],
          },
        ],
        volumes: [{ name: 'own', emptyDir: {} }],
      },
    }),
  ];
}
