import { ROUTES, STATUS_FORBIDDEN, type PageShown, type ProbeBody } from '../../protocol/routes.ts';
import type { Route } from './call.ts';

/** A page for those who are logged in, as tutorials have it: whoever is not gets 403, session or none. */
export const pageRoute: Route = {
  method: 'GET',
  pattern: ROUTES.page,
  run({ session }) {
    const { owner = null, values = {} } = session.data ?? {};
    const { user, ...holds } = values;
    if (user === undefined) return { status: STATUS_FORBIDDEN, json: { owner } satisfies ProbeBody };
    const value: PageShown = { user, holds };
    return { status: 200, json: { owner, value } satisfies ProbeBody };
  },
};
