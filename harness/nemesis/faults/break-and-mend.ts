import { setTimeout as delay } from 'node:timers/promises';
import type { Wire } from '../../platform/subject.ts';
import type { Evidence, InjectFault } from './fault.ts';
import { wireOf } from './wire-of.ts';

/** Does something to a wire, which resolves to what was seen of it, and undoes it after the fault's time. */
export function breakAndMend(act: (wire: Wire) => Promise<Evidence>): InjectFault {
  return async (context) => {
    const wire = wireOf(context);
    try {
      const seen = await act(wire);
      const startedMs = performance.now();
      await delay(context.durationMs, undefined, { signal: context.signal });
      return { ...seen, brokenMs: Math.round(performance.now() - startedMs) };
    } finally {
      // Where this fails, too, it is the graver news: the wire is still broken.
      await wire.mend();
    }
  };
}
