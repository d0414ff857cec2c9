import type { Router } from 'express';
import { ROUTES, STATUS_FORBIDDEN, type PageShown, type ProbeBody } from '../../protocol/routes.ts';

/** A page for those who are logged in, as tutorials have it: whoever is not gets 403, session or none. */
export function pageRoute(router: Router): void {
  router.get(ROUTES.page, (request, response) => {
    const { owner = null, values = {} } = request.session.holdfast ?? {};
    const { user, ...holds } = values;
    if (user === undefined) response.status(STATUS_FORBIDDEN).json({ owner } satisfies ProbeBody);
    else response.json({ owner, value: { user, holds } satisfies PageShown } satisfies ProbeBody);
  });
}
