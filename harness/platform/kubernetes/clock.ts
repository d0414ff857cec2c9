import { APP_CONTAINER } from '../../stores/kubernetes/app.ts';
import type { Clock } from '../subject.ts';
import { undo, untilInForce } from './chaos-mesh.ts';
import { timeChaos } from './chaos-objects.ts';
import { apply } from './get-up.ts';
import type { Place } from './kubectl.ts';
import { PER_INSTANCE } from './objects.ts';

interface ClockContext {
  place: Place;
  /** Also the name of its pod. */
  instance: string;
  signal: AbortSignal;
}

/** The clock of the processes of an instance's pod, which Chaos Mesh makes wrong. */
export function clockOf({ place, instance, signal }: ClockContext): Clock {
  const { namespace } = place;
  const name = `clock-${instance}`;
  let isWrong = false;
  return {
    instance,
    async skew(byMs, atMostMs) {
      isWrong = true;
      const of = { [PER_INSTANCE]: instance };
      const object = timeChaos(byMs, { name, namespace, of, container: APP_CONTAINER, atMostMs });
      await apply(place, [object], signal);
      return untilInForce(place, 'timechaos', name, signal);
    },
    async restore() {
      if (!isWrong) return;
      await undo(place, 'timechaos', name);
      isWrong = false;
    },
  };
}
