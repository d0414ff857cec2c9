import { hostname } from 'node:os';
import express, { type Request, type Router } from 'express';
import { ABOUT_ROUTE, type AboutBody } from '../protocol/about.ts';
import { HEADERS } from '../protocol/routes.ts';
import type { SaveMode } from '../protocol/app-settings.ts';
import { guard } from './guard.ts';
import { probe as probeRoutes } from './probe.ts';

export interface ProbeOptions {
  /** How the probe saves sessions, as the app itself does: `implicit`, `awaited` or `unawaited`. */
  saveMode?: SaveMode;
  /** Names by which the app is reached besides `localhost` and loopback and private addresses: `['my-app.test']`. */
  hosts?: readonly string[];
  /**
   * Answer where NODE_ENV is `production`, too: together with HOLDFAST_PROBE_IN_PRODUCTION=true in the environment.
   * Without both the probe is off there, and leaves all requests alone.
   */
  inProduction?: boolean;
  /** What histories call this process; its machine and process number where not given. */
  instance?: string;
}

const PREFIX = '/probe/';

/**
 * The routes by which `holdfast run --target` tries the sessions of an app: `app.use(probe())` after the session
 * middleware. They answer below `/probe/` only and leave every other request alone. Whoever reaches them can make
 * sessions at will: they are for tests, and not for a public server. They answer only to requests that bear the header
 * of Holdfast's clients, at addresses that are loopback or private or among `hosts`, and not in production unless told
 * so twice.
 */
export function probe({
  saveMode = 'implicit',
  instance = `${hostname()}-${process.pid}`,
  hosts = [],
  inProduction = false,
}: ProbeOptions = {}): Router {
  if (isOff(inProduction)) return express.Router();
  const routes = express.Router();
  routes.use(guard(hosts));
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

function isOff(inProduction: boolean): boolean {
  if (process.env['NODE_ENV'] !== 'production') return false;
  if (inProduction && process.env['HOLDFAST_PROBE_IN_PRODUCTION'] === 'true') return false;
  const missing = inProduction
    ? 'set HOLDFAST_PROBE_IN_PRODUCTION=true as well'
    : 'probe({ inProduction: true }) and HOLDFAST_PROBE_IN_PRODUCTION=true';
  console.warn(`holdfast: the probe is off, for NODE_ENV is production; to have it all the same: ${missing}`);
  return true;
}

function kindOf(request: Request): AboutBody['sessions'] {
  const session = request.session as Partial<Request['session']> | null | undefined;
  if (session === undefined) return 'absent';
  return typeof session?.regenerate === 'function' ? 'express-session' : 'other';
}
