import type { Direction } from '../../model/faults/parameters.ts';
import { labels, type KubernetesObject } from '../../stores/kubernetes/objects.ts';
import type { PacketFault } from '../subject.ts';

export const CHAOS_GROUP = 'chaos-mesh.org';

/** On the namespace of a run: Chaos Mesh may be told to break nothing where this is not said (`enableFilterNamespace`). */
export const MAY_INJECT = { [`${CHAOS_GROUP}/inject`]: 'enabled' };

interface Ends {
  name: string;
  namespace: string;
  /** Labels of the instance's pod, and of the server's. */
  from: Readonly<Record<string, string>>;
  to: Readonly<Record<string, string>>;
  /** After which Chaos Mesh undoes it by itself. */
  atMostMs: number;
}

/** Without its namespace a selector would need rights of the whole cluster. */
const all = (namespace: string, labelSelectors: object) => ({
  mode: 'all',
  selector: { namespaces: [namespace], labelSelectors },
});

/** Seen from the app, as everywhere here. */
const DIRECTION: Readonly<Record<Direction, string>> = { upstream: 'to', downstream: 'from', both: 'both' };

/** What tells Chaos Mesh to break the network between two pods of one namespace, and no other. */
export function networkChaos(fault: PacketFault, ends: Ends): KubernetesObject {
  const { name, namespace, from, to, atMostMs } = ends;
  return {
    apiVersion: `${CHAOS_GROUP}/v1alpha1`,
    kind: 'NetworkChaos',
    metadata: { name, labels: labels('chaos') },
    spec: {
      action: fault.does,
      ...all(namespace, from),
      direction: DIRECTION[fault.direction],
      target: all(namespace, to),
      duration: `${atMostMs}ms`,
      ...detailsOf(fault),
    },
  };
}

function detailsOf(fault: PacketFault): object {
  if (fault.does === 'delay')
    return { delay: { latency: `${fault.latencyMs}ms`, jitter: `${fault.jitterMs}ms` } };
  return fault.does === 'loss' ? { loss: { loss: String(fault.percent) } } : {};
}

interface Whose {
  name: string;
  namespace: string;
  /** Labels of the instance's pod, and its container. */
  of: Readonly<Record<string, string>>;
  container: string;
  atMostMs: number;
}

/** What tells Chaos Mesh to have the processes of one container go by a clock that is wrong, and no others. */
export const timeChaos = (byMs: number, whose: Whose): KubernetesObject => ({
  apiVersion: `${CHAOS_GROUP}/v1alpha1`,
  kind: 'TimeChaos',
  metadata: { name: whose.name, labels: labels('chaos') },
  spec: {
    ...all(whose.namespace, whose.of),
    containerNames: [whose.container],
    timeOffset: `${byMs}ms`,
    // Timers go by the monotonic one, and stay right.
    clockIds: ['CLOCK_REALTIME'],
    duration: `${whose.atMostMs}ms`,
  },
});
