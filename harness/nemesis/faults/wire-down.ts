import { breakAndMend } from './break-and-mend.ts';
import type { Fault } from './fault.ts';

/** An app instance is cut off from the store's server: open connections break, new ones are refused. */
export const wireDown: Fault = {
  site: 'wire',
  usualMs: 2000,
  summary: "an app instance is cut off from the store's server",
  inject: breakAndMend(async (wire) => {
    await wire.cut();
    return { seen: 'its connections were refused' };
  }),
};
