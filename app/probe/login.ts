import { ROUTES } from '../../protocol/routes.ts';
import type { Route } from './call.ts';
import { newData, present } from './data.ts';
import { saved } from './saved.ts';
import { wantedIn } from './wanted.ts';

/** A login as express-session's readme has it: regenerate, then keep who it is in the new session. */
export const loginRoute: Route = {
  method: 'POST',
  pattern: ROUTES.login,
  async run(call) {
    present(call);
    const wanted = wantedIn(call);
    await call.session.renew(newData(wanted));
    return saved(call, { owner: wanted.owner });
  },
};
