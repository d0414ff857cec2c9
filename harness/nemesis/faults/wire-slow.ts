import { setTimeout as delay } from 'node:timers/promises';
import type { Evidence, Fault } from './fault.ts';
import { wireOf } from './wire-of.ts';

/** Of another continent, or of a network that is full; many times what a local server takes. */
const LATENCY_MS = 150;

/** What an app instance sends to the store's server arrives late: each write takes effect that much later. */
export const wireSlow: Fault = {
  site: 'wire',
  usualMs: 2000,
  summary: `what an app instance sends to the store's server arrives ${LATENCY_MS} ms late`,
  inject: async (context): Promise<Evidence> => {
    const wire = wireOf(context);
    try {
      await wire.slow(LATENCY_MS);
      const startedMs = performance.now();
      await delay(context.durationMs, undefined, { signal: context.signal });
      const slowMs = Math.round(performance.now() - startedMs);
      await wire.mend();
      return { seen: 'toxiproxy held back what was sent', latencyMs: LATENCY_MS, slowMs };
    } catch (error) {
      await wire.mend().catch(() => {});
      throw error;
    }
  },
};
