import pWaitFor, { TimeoutError } from 'p-wait-for';
import type { Scaling } from '../subject.ts';
import type { AppPod } from './app.ts';
import { kubectl, placed, type Place } from './kubectl.ts';
import { APP_SET } from './objects.ts';
import { findPod } from './pods.ts';

/** The app gives itself 5 s to answer what is in flight, and a pod has 30. */
const GONE_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 250;

interface ScalingOptions {
  place: Place;
  instances: readonly AppPod[];
  signal: AbortSignal;
}

/**
 * Has the StatefulSet of a run's app make one pod fewer for a while: its last one, as a StatefulSet does. One more
 * cannot be had, as clients go to each instance by itself and none would go there.
 */
export function scalingOf({ place, instances, signal }: ScalingOptions): Scaling {
  const last = instances.at(-1);
  let isScaled = false;
  const scaleTo = (replicas: number) => {
    const patch = JSON.stringify({ spec: { replicas } });
    return kubectl([...placed(place), 'patch', `statefulset/${APP_SET}`, '--patch', patch], { signal });
  };
  return {
    async change(by) {
      if (by > 0 || last === undefined) throw new Error('one more would be visited by nobody');
      isScaled = true;
      const { uid, pod } = last;
      await last.beginReplacing();
      await scaleTo(instances.length - 1);
      const isGone = async () => (await findPod(place, pod, signal))?.metadata.uid !== uid;
      await pWaitFor(isGone, { interval: LOOK_EVERY_MS, timeout: GONE_LIMIT_MS, signal }).catch(
        (error: unknown) => {
          signal.throwIfAborted();
          if (!(error instanceof TimeoutError)) throw error;
          throw new Error(`the pod ${pod} was still there after ${GONE_LIMIT_MS / 1000} s`, { cause: error });
        },
      );
      await last.assertRefuses();
      return `the StatefulSet ${APP_SET} has ${instances.length - 1} of ${instances.length} pods: the cluster has no pod with the uid of ${pod} any more, and its port refuses connections`;
    },
    async back() {
      if (!isScaled || last === undefined) return 'as many as there were';
      const { uid: before, pod } = last;
      await scaleTo(instances.length);
      await last.untilReady();
      if (last.uid === before) throw new Error(`the pod ${pod} was never taken away`);
      last.endReplacing();
      isScaled = false;
      return `the StatefulSet ${APP_SET} has ${instances.length} pods again, and ${pod} is another one, and ready`;
    },
  };
}
