import { setTimeout as delay } from 'node:timers/promises';
import { partOf, type PartSite } from './part-of.ts';
import { notingPrimaries } from './primaries.ts';
import type { Evidence, FaultContext, InjectFault } from './fault.ts';

/** Ends an instance or the server with the signal, starts it again after the fault's time, and waits for it. */
export function endAndStart(
  site: PartSite,
  signal: 'SIGTERM' | 'SIGKILL',
  /** What becomes of it while nothing of it runs. */
  whenEnded: (context: FaultContext) => Promise<Evidence> = () => Promise.resolve({}),
): InjectFault {
  const inject = async (context: FaultContext): Promise<Evidence> => {
    const part = partOf(site, context);
    const was = part.identity;
    const startedMs = performance.now();
    const ended = await part.end(signal);
    const goneAfterMs = Math.round(performance.now() - startedMs);
    let meanwhile: Evidence;
    try {
      meanwhile = await whenEnded(context);
      await delay(context.durationMs, undefined, { signal: context.signal });
    } finally {
      if (!context.signal.aborted) await part.start();
    }
    const readyAfterMs = Math.round(performance.now() - startedMs);
    if (part.pid === ended.pid) throw new Error(`${part.name} is still process ${ended.pid}`);
    return {
      signal,
      seen: ended.seen,
      exit: ended.exit,
      ...meanwhile,
      pidBefore: ended.pid,
      pidAfter: part.pid,
      ...(was !== undefined && { was, is: part.identity ?? 'gone' }),
      goneAfterMs,
      readyAfterMs,
    };
  };
  return (context) => notingPrimaries(context.subject, context.target, () => inject(context));
}
