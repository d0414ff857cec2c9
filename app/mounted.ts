import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import { ABOUT_ROUTE, PROBE_PROTOCOL, type AboutBody, type SessionMiddleware } from '../protocol/about.ts';
import { HEADERS } from '../protocol/routes.ts';
import type { SaveMode } from '../protocol/app-settings.ts';
import { guard } from './guard.ts';
import { instanceName, isOff, PREFIX, type MountOptions } from './mounting.ts';
import { probe as probeRoutes, send } from './probe.ts';
import { idOfExpress, isUnread } from './unread.ts';

export interface ProbeOptions extends MountOptions {
  /** How the probe saves sessions, as the app itself does: `implicit`, `awaited` or `unawaited`. */
  saveMode?: SaveMode;
}

/**
 * The routes by which `holdfast run --target` tries the sessions of an app: `app.use(probe())` after the session
 * middleware. They answer below `/probe/` only and leave every other request alone. Whoever reaches them can make
 * sessions at will: they are for tests, and not for a public server. They answer only to requests that bear the header
 * of Holdfast's clients, at addresses that are loopback or private or among `hosts`, and not in production unless told
 * so twice.
 */
export function probe({
  saveMode = 'implicit',
  instance = instanceName(),
  hosts = [],
  inProduction = false,
}: ProbeOptions = {}): Router {
  if (isOff(inProduction)) return express.Router();
  const router = express.Router();
  const routes = express.Router();
  routes.use(guarded(hosts));
  routes.get(ABOUT_ROUTE, (request, response) => {
    const cookie = (request.session as Partial<Request['session']> | null | undefined)?.cookie;
    const about = {
      holdfast: 'probe',
      protocol: PROBE_PROTOCOL,
      instance,
      sessions: kindOf(request),
      ...ageOf(cookie),
      saveMode,
      mounted: mountedBefore(router, request),
      secure: cookie?.secure === true,
    } satisfies AboutBody;
    // Or express-session looks at the cookie as it answers, and fails at one that it does not understand.
    Reflect.deleteProperty(request, 'session');
    response.json(about);
  });
  routes.use(unread);
  routes.use(probeRoutes({ saveMode }));
  routes.use(letGo);

  router.use((request, response, next) => {
    if (!request.path.startsWith(PREFIX)) return next();
    response.setHeader(HEADERS.instance, instance);
    routes(request, response, next);
  });
  return router;
}

function guarded(hosts: readonly string[]): RequestHandler {
  const refusalOf = guard(hosts);
  return (request, response, next) => {
    const { method, headers } = request;
    const held = () => (request.session as { holdfast?: object } | null | undefined)?.holdfast;
    const refusal = refusalOf({ method, headers, held });
    if (refusal) send(response, refusal);
    else next();
  };
}

const unread: RequestHandler = async ({ headers, sessionID: id, sessionStore: store }, response, next) => {
  if (await isUnread(headers, { id, store, idIn: idOfExpress })) response.setHeader(HEADERS.unread, 'yes');
  next();
};

/**
 * Takes a session that JSON cannot write away from a request that failed. express-session writes it once more as the
 * error is answered, and what it throws then, behind all that an app has to catch it, ends the app.
 */
const letGo: ErrorRequestHandler = (error: unknown, request, _response, next) => {
  try {
    JSON.stringify(request.session);
  } catch {
    Reflect.deleteProperty(request, 'session');
  }
  next(error);
};

function kindOf(request: Request): AboutBody['sessions'] {
  const session = request.session as Partial<Request['session']> | null | undefined;
  if (session === undefined) return 'absent';
  return typeof session?.regenerate === 'function' ? 'express-session' : 'other';
}

/** What is neither a number nor a text, such as the `false` that some give as `expires`, is no age. */
function ageOf(cookie: Request['session']['cookie'] | undefined): Pick<AboutBody, 'ttlMs' | 'badExpires'> {
  const age: unknown = cookie?.originalMaxAge;
  if (typeof age === 'string') return { ttlMs: null, badExpires: age };
  return { ttlMs: typeof age === 'number' ? age : null };
}

/** By the names of their functions, which express-session 1.x and cookie-session 2.x have had throughout. */
const NAMES: Readonly<Record<string, SessionMiddleware>> = {
  session: 'express-session',
  _cookieSession: 'cookie-session',
};

interface Layer {
  name?: string;
  handle?: unknown;
}

/** Express 5 has the layers of an app in `router`, Express 4 in `_router`. Of routers within it nothing is known. */
function mountedBefore(probeRouter: Router, { app }: Request): SessionMiddleware[] {
  const { _router } = app as { _router?: { stack?: Layer[] } };
  const { stack = [] } = _router ?? (app.router as { stack?: Layer[] });
  const at = stack.findIndex(({ handle }) => handle === probeRouter);
  const found = stack.slice(0, at === -1 ? stack.length : at).flatMap(({ name = '' }) => NAMES[name] ?? []);
  return [...new Set(found)];
}
