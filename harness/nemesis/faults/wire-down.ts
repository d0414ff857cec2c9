import { setTimeout as delay } from 'node:timers/promises';
import type { Evidence, Fault } from './fault.ts';
import { wireOf } from './wire-of.ts';

/** An app instance is cut off from the store's server: open connections break, new ones are refused. */
export const wireDown: Fault = {
  site: 'wire',
  usualMs: 2000,
  summary: "an app instance is cut off from the store's server",
  inject: async (context): Promise<Evidence> => {
    const wire = wireOf(context);
    try {
      await wire.cut();
      const startedMs = performance.now();
      await delay(context.durationMs, undefined, { signal: context.signal });
      const cutMs = Math.round(performance.now() - startedMs);
      await wire.mend();
      return { seen: 'its connections were refused', cutMs };
    } catch (error) {
      await wire.mend().catch(() => {});
      throw error;
    }
  },
};
