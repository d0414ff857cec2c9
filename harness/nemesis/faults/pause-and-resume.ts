import { setTimeout as delay } from 'node:timers/promises';
import { partOf, type PartSite } from './part-of.ts';
import { notingPrimaries } from './primaries.ts';
import type { Evidence, FaultContext, InjectFault } from './fault.ts';

/** Stops a process where it stands, its connections open and silent, and lets it go on after the fault's time. */
export function pauseAndResume(site: PartSite): InjectFault {
  const inject = async (context: FaultContext): Promise<Evidence> => {
    const part = partOf(site, context);
    try {
      const seen = await part.pause();
      // Only now is it known which of several members it is.
      const pid = part.pid;
      const startedMs = performance.now();
      await delay(context.durationMs, undefined, { signal: context.signal });
      await part.resume();
      if (part.pid !== pid) throw new Error(`${part.name} did not live through its pause`);
      return { seen, pid, pausedMs: Math.round(performance.now() - startedMs) };
    } catch (error) {
      await part.resume().catch(() => {});
      throw error;
    }
  };
  return (context) => notingPrimaries(context.subject, context.target, () => inject(context));
}
