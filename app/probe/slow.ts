import { setTimeout as delay } from 'node:timers/promises';
import type { Router } from 'express';
import { z } from 'zod';
import { ROUTES, WAIT_MS } from '../../protocol/routes.ts';

const querySchema = z.object({ [WAIT_MS]: z.coerce.number().int().min(0).max(5000) });

/**
 * Requests for a key that the app works on for a while: their session was taken in before, and what they change in it
 * is saved after.
 */
export function slowKeys(router: Router): void {
  router.use(ROUTES.key, async (request, _response, next) => {
    const waitMs = querySchema.safeParse(request.query).data?.[WAIT_MS];
    if (waitMs !== undefined) await delay(waitMs);
    next();
  });
}
