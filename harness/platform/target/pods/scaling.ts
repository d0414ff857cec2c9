import pWaitFor from 'p-wait-for';
import { messageOf } from '../../../errors.ts';
import type { PodOwner } from '../../../model/own-pods.ts';
import { kubectl, placed, type Place } from '../../kubernetes/kubectl.ts';
import type { Right } from '../../kubernetes/rights.ts';
import { isReady } from '../../kubernetes/pods.ts';
import type { Scaling } from '../../subject.ts';
import { called, isStaying } from './choose.ts';
import { lookAtMaker, podsWith, type FoundPods } from './find.ts';
import type { OwnPodPart } from './part.ts';

const SCALED_LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** What changing the number of pods takes besides. */
export const scaleRights = ({ kind }: PodOwner): Right[] =>
  ['get', 'patch', 'update'].map((verb) => ({
    verb,
    group: 'apps',
    resource: `${kind.toLowerCase()}s`,
    subresource: 'scale',
  }));

interface ScalingOptions {
  place: Place;
  found: FoundPods;
  instances: readonly OwnPodPart[];
  /** Told of what has as many again, while there are not; and of nothing, once there are. */
  onScaled: (back: readonly string[] | undefined) => void;
  signal: AbortSignal;
}

/** Changes how many pods a Deployment or a StatefulSet of the user's has, and gives it as many again as it had. */
export function ownScaling({ place, found, instances, onScaled, signal }: ScalingOptions): Scaling {
  const { owner, maker } = found;
  const { replicas } = maker.spec;
  const what = called(owner);
  let isScaled = false;
  const scaled = (to: number, ...flags: string[]) => [
    ...placed(place),
    'scale',
    `${owner.kind.toLowerCase()}.apps/${owner.name}`,
    `--replicas=${to}`,
    ...flags,
  ];
  const until = async (wanted: number, isSo: (uids: ReadonlySet<string>) => boolean) => {
    let last = '';
    const isThere = async () => {
      try {
        const { spec, status } = await lookAtMaker(place, owner, signal);
        const all = await podsWith(place, owner.selector, signal);
        const ready = all.filter((pod) => isStaying(pod) && isReady(pod));
        last = `${ready.length} of ${spec.replicas} are ready`;
        const uids = new Set(all.map(({ metadata }) => metadata.uid));
        return (
          spec.replicas === wanted &&
          status.readyReplicas === wanted &&
          ready.length === wanted &&
          // What is told to go has gone.
          all.length === wanted &&
          isSo(uids)
        );
      } catch (error) {
        signal.throwIfAborted();
        last = messageOf(error);
        return false;
      }
    };
    const message = () =>
      new Error(`${what} did not get to ${wanted} pods within ${SCALED_LIMIT_MS / 1000} s: ${last}`);
    await pWaitFor(isThere, { interval: LOOK_EVERY_MS, timeout: SCALED_LIMIT_MS, signal }).catch(
      (error: unknown) => {
        signal.throwIfAborted();
        throw error instanceof Error && error.name === 'TimeoutError' ? message() : error;
      },
    );
  };
  return {
    async change(by) {
      const before = found.pods.length;
      const wanted = replicas + by;
      isScaled = true;
      onScaled(scaled(replicas));
      // Which one goes, whoever makes them decides, now and when there are to be as many again.
      for (const each of instances) each.isReplaced = true;
      const had = new Set(instances.map(({ uid }) => uid));
      await kubectl(scaled(wanted, `--current-replicas=${replicas}`), { signal });
      await until(wanted, (uids) => by > 0 || [...had].some((uid) => !uids.has(uid)));
      return `${what} had ${before} pods and has ${wanted}, all of them ready${by > 0 ? '' : '; the cluster has no pod with the uid of the one that went'}`;
    },
    async back() {
      if (!isScaled) return 'as many as there were';
      await kubectl(scaled(replicas), { signal });
      await until(replicas, () => true);
      for (const each of instances) await each.untilReady();
      isScaled = false;
      onScaled(undefined);
      return `${what} has ${replicas} pods again, all of them ready`;
    },
  };
}
