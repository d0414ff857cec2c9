import express, { type Router } from 'express';
import type { SaveMode } from './config.ts';
import { keyRoutes } from './probe/keys.ts';
import { loginRoute } from './probe/login.ts';
import { saver } from './probe/save.ts';
import { sessionRoutes } from './probe/session.ts';

/** More than the largest session that a workload makes. */
const BODY_LIMIT = '256kb';

/**
 * Routes by which a client creates, reads, writes, logs in to and destroys a session of the app that they are
 * mounted in: `app.use(probe())` after the session middleware. They keep everything under `req.session.holdfast`
 * and touch nothing else. A request that needs a session and finds none gets 404 and changes nothing.
 */
export function probe({ saveMode = 'implicit' }: { saveMode?: SaveMode } = {}): Router {
  const router = express.Router();
  router.use(express.json({ limit: BODY_LIMIT }));
  const saves = saver(saveMode);
  sessionRoutes(router, saves);
  keyRoutes(router, saves);
  loginRoute(router, saves);
  return router;
}
