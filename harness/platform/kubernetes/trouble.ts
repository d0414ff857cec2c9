import { unavailable, type HoldfastError } from '../../errors.ts';
import { SERVER_CONTAINER } from '../../stores/kubernetes/server.ts';
import { placed, type Place } from './kubectl.ts';
import { containerIn, type Pod } from './pods.ts';

/** Reasons of the kubelet's for which it has no container that nothing but another setting takes away. */
const NO_IMAGE = /^(ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError)$/;
const NO_CONTAINER =
  /^(CreateContainerConfigError|CreateContainerError|RunContainerError|StartError|ContainerCannotRun)$/;

/** What a kubelet says that waited too long for the API server or its runtime, and tries again. */
const WAITED = /timed out waiting for the condition|context deadline exceeded/i;

/** Why a pod will not get ready, whatever it is given time for; undefined where it may. */
export function troubleOf(pod: Pod, place: Place): HoldfastError | undefined {
  const { name } = pod.metadata;
  const describe = `kubectl ${placed(place).join(' ')} describe pod ${name}`;
  const unscheduled = pod.status.conditions.find(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable',
  );
  if (unscheduled !== undefined)
    return unavailable(
      `no node of the cluster takes the pod ${name}: ${unscheduled.message ?? 'no reason'}`,
      {
        next: 'room on a node: an instance of the app asks for 256 MiB and a quarter of a processor',
      },
    );
  const { waiting } = containerIn(pod)?.state ?? {};
  const reason = waiting?.reason ?? '';
  const said = waiting?.message === undefined ? reason : `${reason}: ${oneLine(waiting.message)}`;
  if (NO_IMAGE.test(reason)) {
    const image = pod.spec.containers[0]?.image ?? '';
    return unavailable(`the cluster cannot pull the image ${image} (${said})`, {
      next:
        containerIn(pod)?.name === SERVER_CONTAINER
          ? `see that the nodes reach the registry of ${image}, or load it into them`
          : 'build it (docs/KUBERNETES.md), push it to a registry that the cluster pulls from or load it into its nodes, and name it with --image',
    });
  }
  if (NO_CONTAINER.test(reason) && !WAITED.test(said))
    return unavailable(`the container of the pod ${name} cannot be started (${said})`, { next: describe });
  if (pod.status.phase === 'Failed') {
    const [why] = pod.status.conditions.flatMap(({ message }) => message ?? []);
    return unavailable(`the pod ${name} has failed${why === undefined ? '' : `: ${oneLine(why)}`}`, {
      next: describe,
    });
  }
  return undefined;
}

const LONGEST = 300;
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
