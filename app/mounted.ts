import { hostname } from 'node:os';
import express, { type Request, type Router } from 'express';
import { ABOUT_ROUTE, type AboutBody } from '../protocol/about.ts';
import { HEADERS } from '../protocol/routes.ts';
import type { SaveMode } from '../protocol/app-settings.ts';
import { probe as probeRoutes } from './probe.ts';

export interface ProbeOptions {
  /** How the probe saves sessions, as the app itself does: `implicit`, `awaited` or `unawaited`. */
  saveMode?: SaveMode;
  /** What histories call this process; its machine and process number where not given. */
  instance?: string;
}

const PREFIX = '/probe/';

/**
 * The routes by which `holdfast run --target` tries the sessions of an app: `app.use(probe())` after the session
 * middleware. They answer below `/probe/` only and leave every other request alone. Whoever reaches them can make
 * sessions at will: they are for tests, and not for a public server.
 */
export function probe({
  saveMode = 'implicit',
  instance = `${hostname()}-${process.pid}`,
}: ProbeOptions = {}): Router {
  const routes = express.Router();
  routes.get(ABOUT_ROUTE, (request, response) => {
    response.json({
      holdfast: 'probe',
      instance,
      sessions: kindOf(request),
      ttlMs: (request.session as Partial<Request['session']> | undefined)?.cookie?.originalMaxAge ?? null,
      saveMode,
    } satisfies AboutBody);
  });
  routes.use(probeRoutes({ saveMode }));

  const router = express.Router();
  router.use((request, response, next) => {
    if (!request.path.startsWith(PREFIX)) return next();
    response.setHeader(HEADERS.instance, instance);
    routes(request, response, next);
  });
  return router;
}

function kindOf(request: Request): AboutBody['sessions'] {
  const session = request.session as Partial<Request['session']> | null | undefined;
  if (session === undefined) return 'absent';
  return typeof session?.regenerate === 'function' ? 'express-session' : 'other';
}
