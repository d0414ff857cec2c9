import express, { type Router } from 'express';
import type { Logout, SaveMode } from '../protocol/app-settings.ts';
import { answerBadBody, BODY_LIMIT, shallow } from './probe/bounds.ts';
import { keyRoutes } from './probe/keys.ts';
import { kindRoutes } from './probe/kinds.ts';
import { loginRoute } from './probe/login.ts';
import { pageRoute } from './probe/page.ts';
import { placeRoutes } from './probe/place.ts';
import { redirectRoutes } from './probe/redirect.ts';
import { saver } from './probe/save.ts';
import { sessionRoutes } from './probe/session.ts';
import { slowKeys } from './probe/slow.ts';

/**
 * Routes by which a client creates, reads, writes, logs in to and destroys a session of the app that they are
 * mounted in: `app.use(probe())` after the session middleware. They keep everything under `req.session.holdfast`
 * and touch nothing else. A request that needs a session and finds none gets 404 (the page of a user: 403) and
 * changes nothing.
 */
export function probe({
  saveMode = 'implicit',
  logout = 'destroy',
}: { saveMode?: SaveMode; logout?: Logout } = {}): Router {
  const router = express.Router();
  router.use(express.json({ limit: BODY_LIMIT }));
  router.use(shallow);
  const saves = saver(saveMode, logout);
  slowKeys(router);
  sessionRoutes(router, saves);
  keyRoutes(router, saves);
  placeRoutes(router, saves);
  kindRoutes(router, saves);
  loginRoute(router, saves);
  redirectRoutes(router, saves);
  pageRoute(router);
  router.use(answerBadBody);
  return router;
}
