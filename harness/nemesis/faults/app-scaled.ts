import { setTimeout as delay } from 'node:timers/promises';
import type { InjectFault } from './fault.ts';
import { afterUndoing } from './undone.ts';

/** Gives the app one pod more or fewer for a while, as whoever looks at its load does. */
export const scale: InjectFault = async ({ subject: { scaling }, durationMs, parameters, signal }) => {
  if (scaling === undefined) throw new Error('nothing here has pods whose number could be changed');
  const startedMs = performance.now();
  try {
    const seen = await scaling.change(parameters['how'] === 'out' ? 1 : -1);
    const doneAfterMs = Math.round(performance.now() - startedMs);
    await delay(durationMs, undefined, { signal });
    const after = await scaling.back();
    return {
      seen,
      after,
      ...parameters,
      doneAfterMs,
      backAfterMs: Math.round(performance.now() - startedMs),
    };
  } catch (error) {
    throw await afterUndoing(error, () => scaling.back(), {
      signal,
      still: 'there are not as many pods as before',
    });
  }
};
