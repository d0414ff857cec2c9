import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { WAIT_MS } from '../../protocol/routes.ts';
import type { Route } from './call.ts';

const querySchema = z.object({ [WAIT_MS]: z.coerce.number().int().min(0).max(5000) });

/**
 * A request that the app works on for a while, if it is asked to: its session was taken in before, and what it changes
 * in it is saved after.
 */
export function worked(run: Route['run']): Route['run'] {
  return async (call) => {
    const waitMs = querySchema.safeParse(call.query).data?.[WAIT_MS];
    if (waitMs !== undefined) await delay(waitMs);
    return run(call);
  };
}
