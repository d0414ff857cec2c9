import type { Router } from 'express';
import { ROUTES, type WholeBody } from '../../protocol/routes.ts';
import { newData, present } from './data.ts';
import type { Saver } from './save.ts';
import { wantedIn } from './wanted.ts';

/** The session as a whole: create it, look at it, destroy it. */
export function sessionRoutes(router: Router, { acknowledge, destroy }: Saver): void {
  router.post(ROUTES.session, async (request, response) => {
    const wanted = wantedIn(request, response);
    if (!wanted) return;
    request.session.holdfast = newData(wanted);
    await acknowledge(request, response, { owner: wanted.owner });
  });

  router.get(ROUTES.session, (request, response) => {
    const data = present(request, response);
    if (!data) return;
    const sizeBytes = Buffer.byteLength(JSON.stringify(request.session));
    response.json({ owner: data.owner, values: data.values, sizeBytes } satisfies WholeBody);
  });

  router.delete(ROUTES.session, async (request, response) => {
    if (present(request, response)) await destroy(request, response);
  });
}
