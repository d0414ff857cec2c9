import type { AppInstance, ReadSession, Wire } from '../../platform/subject.ts';
import type { Evidence, FaultContext, InjectFault } from './fault.ts';
import { forItsTime } from './for-its-time.ts';
import { wireOf } from './wire-of.ts';

/** What was seen of something that was done to a wire. */
export interface Done {
  evidence: Evidence;
  /** Looks, before it is undone, what was seen of it at the instance; rejects if that shows that it had no effect. */
  beforeRestoring?: () => Promise<Evidence>;
}

export interface WireContext extends FaultContext {
  /** Looks at a session that the app had kept before anything was done. */
  read: ReadSession | undefined;
}

/** Does something to a wire, and undoes it after the fault's time. */
export function breakAndRestore(
  act: (wire: Wire, instance: AppInstance | undefined, context: WireContext) => Promise<Done>,
): InjectFault {
  return async (context) => {
    const wire = wireOf(context);
    const instance = context.subject.instances.find(({ name }) => name === wire.instance);
    const read = await wire.reading?.();
    try {
      const { evidence, beforeRestoring } = await act(wire, instance, { ...context, read });
      const brokenMs = await forItsTime(context.durationMs, context.signal);
      return { ...evidence, brokenMs, ...(await beforeRestoring?.()) };
    } finally {
      // Where this fails, too, it is the graver news: the wire is still broken.
      await wire.restore();
    }
  };
}
