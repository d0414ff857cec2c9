import { unavailable, usageError } from '../../../errors.ts';
import { OWNER_KINDS, type PodOwner } from '../../../model/own-pods.ts';
import { placed, type Place } from '../../kubernetes/kubectl.ts';
import { containerIn, isReady } from '../../kubernetes/pods.ts';
import type { Maker, OwnPod } from './objects.ts';

/** By what a user said it: `--kubernetes-app`. */
export type Flag = '--kubernetes-app' | '--kubernetes-server';

export const called = ({ kind, name }: { kind: string; name: string }): string => `${kind}/${name}`;

/** Neither on its way out, nor at its end. */
export const isStaying = ({ metadata, status }: OwnPod): boolean =>
  metadata.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(status.phase ?? '');

interface Matched {
  flag: Flag;
  selector: string;
  namespace: string;
  /** Who makes each pod again, by the pod's name; undefined: nobody. */
  makers: ReadonlyMap<string, { kind: string; name: string } | undefined>;
}

/** The one that makes all of the pods. Throws a usage error where there are several, or none that would make them again. */
export function oneMaker({ flag, selector, namespace, makers }: Matched): PodOwner {
  for (const [pod, maker] of makers)
    if (maker === undefined)
      throw usageError(
        `the pod ${pod} in the namespace ${namespace} is made by nobody who would make it again, and a fault may take it away`,
        { next: 'a Deployment or a StatefulSet that makes it' },
      );
  const all = [...makers.values()].filter((maker) => maker !== undefined);
  const names = [...new Set(all.map(called))].toSorted();
  const [first] = all;
  if (first === undefined || names.length > 1)
    throw usageError(
      `${flag} '${selector}' matches pods of ${names.join(' and ')} in the namespace ${namespace}, and must be of one alone`,
      {
        next: `labels that only the pods of one have: kubectl --namespace ${namespace} get pods --show-labels`,
      },
    );
  const kind = OWNER_KINDS.find((known) => known === first.kind);
  if (kind === undefined)
    throw usageError(
      `${flag} '${selector}' matches pods of ${called(first)}, and only those of a Deployment or a StatefulSet are broken`,
      { next: 'labels of the pods of one of these' },
    );
  return { selector, kind, name: first.name };
}

/** What keeps pods from being as they are to be; undefined: nothing does. */
export function unsettled({ metadata, spec, status }: Maker): string | undefined {
  const { replicas } = spec;
  if (status.observedGeneration < metadata.generation || status.updatedReplicas < replicas)
    return 'is in the middle of a rollout';
  if (status.readyReplicas < replicas) return `has ${status.readyReplicas} of ${replicas} pods ready`;
  return status.replicas > replicas ? 'has pods that are about to go' : undefined;
}

/** Throws `unavailable` where pods are not as they are to be before anything is broken. */
export function assertSettled(
  { kind, name }: PodOwner,
  { maker, pods, place }: { maker: Maker; pods: readonly OwnPod[]; place: Place },
): void {
  const unready = pods.find((pod) => !isReady(pod))?.metadata.name;
  const why =
    unsettled(maker) ?? (unready === undefined ? undefined : `has a pod that is not ready: ${unready}`);
  if (why === undefined) return;
  const what = called({ kind, name });
  throw unavailable(`${what} in the namespace ${place.namespace} ${why}`, {
    next: `kubectl ${placed(place).join(' ')} rollout status ${what.toLowerCase()}`,
  });
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** The container of a pod that is broken. Throws a usage error where that is not plain. */
export function containerOf({ metadata, spec: { containers } }: OwnPod): string {
  const [first, ...more] = containers.map(({ name }) => name);
  const said = metadata.annotations[DEFAULT_CONTAINER];
  if (said !== undefined && containers.some(({ name }) => name === said)) return said;
  if (first !== undefined && more.length === 0) return first;
  throw usageError(
    `the pod ${metadata.name} has the containers ${[first, ...more].join(', ')}, and nobody has said which one is meant`,
    { next: `the annotation ${DEFAULT_CONTAINER} in the template of its pods, as kubectl takes it` },
  );
}

/** The only TCP port that a container names. */
export function portOf({ spec }: OwnPod, container: string): number | undefined {
  const ports = spec.containers
    .filter(({ name }) => name === container)
    .flatMap((each) => each.ports)
    .filter(({ protocol }) => protocol === 'TCP');
  return ports.length === 1 ? ports[0]?.containerPort : undefined;
}

/** A pod, and which of its containers it is by now: as people and kubectl name them. */
export function identityOf(pod: OwnPod, container: string): string {
  const { name, uid } = pod.metadata;
  return `${name} (uid ${uid}, ${containerIn(pod, container)?.restartCount ?? 0} restarts)`;
}
