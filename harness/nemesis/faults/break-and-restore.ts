import { setTimeout as delay } from 'node:timers/promises';
import type { AppInstance, Wire } from '../../platform/subject.ts';
import type { Evidence, FaultContext, InjectFault } from './fault.ts';
import { wireOf } from './wire-of.ts';

/** What was seen of something that was done to a wire. */
export interface Done {
  evidence: Evidence;
  /** Looks, before it is undone, what was seen of it at the instance; rejects if that shows that it had no effect. */
  beforeRestoring?: () => Promise<Evidence>;
}

/** Does something to a wire, and undoes it after the fault's time. */
export function breakAndRestore(
  act: (wire: Wire, instance: AppInstance | undefined, context: FaultContext) => Promise<Done>,
): InjectFault {
  return async (context) => {
    const wire = wireOf(context);
    const instance = context.subject.instances.find(({ name }) => name === wire.instance);
    try {
      const { evidence, beforeRestoring } = await act(wire, instance, context);
      const startedMs = performance.now();
      await delay(context.durationMs, undefined, { signal: context.signal });
      const brokenMs = Math.round(performance.now() - startedMs);
      return { ...evidence, brokenMs, ...(await beforeRestoring?.()) };
    } finally {
      // Where this fails, too, it is the graver news: the wire is still broken.
      await wire.restore();
    }
  };
}
