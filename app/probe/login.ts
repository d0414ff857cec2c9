import type { Router } from 'express';
import { ROUTES } from '../../protocol/routes.ts';
import { newData, present, type Wanted } from './data.ts';
import { settled, type Saver } from './save.ts';

/** A login as express-session's readme has it: regenerate, then keep who it is in the new session. */
export function loginRoute(router: Router, { acknowledge }: Saver): void {
  router.post(ROUTES.login, async (request, response) => {
    if (!present(request, response)) return;
    const wanted = request.body as Wanted;
    await settled((done) => request.session.regenerate(done));
    request.session.holdfast = newData(wanted);
    await acknowledge(request, response, { owner: wanted.owner });
  });
}
