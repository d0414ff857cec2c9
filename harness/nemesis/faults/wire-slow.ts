import { breakAndMend } from './break-and-mend.ts';
import type { Fault } from './fault.ts';

/** Of another continent, or of a network that is full; many times what a local server takes. */
const LATENCY_MS = 150;

/** What an app instance sends to the store's server arrives late: each write takes effect that much later. */
export const wireSlow: Fault = {
  site: 'wire',
  usualMs: 2000,
  summary: `what an app instance sends to the store's server arrives ${LATENCY_MS} ms late`,
  inject: breakAndMend(async (wire) => {
    await wire.slow(LATENCY_MS);
    return { seen: 'toxiproxy held back what was sent', latencyMs: LATENCY_MS };
  }),
};
