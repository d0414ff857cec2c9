import type { Router } from 'express';
import { ROUTES } from '../../protocol/routes.ts';
import { newData, present } from './data.ts';
import { settled, type Saver } from './save.ts';
import { wantedIn } from './wanted.ts';

/** A login as express-session's readme has it: regenerate, then keep who it is in the new session. */
export function loginRoute(router: Router, { acknowledge }: Saver): void {
  router.post(ROUTES.login, async (request, response) => {
    if (!present(request, response)) return;
    const wanted = wantedIn(request, response);
    if (!wanted) return;
    await settled((done) => request.session.regenerate(done));
    request.session.holdfast = newData(wanted);
    await acknowledge(request, response, { owner: wanted.owner });
  });
}
