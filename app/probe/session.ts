import type { Router } from 'express';
import { ROUTES, type WholeBody } from '../../protocol/routes.ts';
import { newData, present, type Wanted } from './data.ts';
import type { Saver } from './save.ts';

/** The session as a whole: create it, look at it, destroy it. */
export function sessionRoutes(router: Router, { acknowledge, destroy }: Saver): void {
  router.post(ROUTES.session, async (request, response) => {
    const wanted = request.body as Wanted;
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
