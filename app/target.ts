import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import session from 'express-session';
import { messageOf } from '../protocol/message-of.ts';
import { NAMED } from '../protocol/metrics.ts';
import { HEADERS, ROUTES } from '../protocol/routes.ts';
import type { SecureCookie } from '../protocol/app-settings.ts';
import type { AppConfig } from './config.ts';
import { control } from './control.ts';
import { readDeaths } from './deaths.ts';
import { createMetrics, expositionOf, type Metrics } from './metrics.ts';
import { observeStore } from './observe-store.ts';
import { measurePool } from './pool-metrics.ts';
import { probe } from './probe.ts';
import { measureProcess } from './process-metrics.ts';
import { openerOf as storeOpener } from './stores/catalogue.ts';
import type { StoreName } from '../protocol/stores.ts';
import { openModule } from './stores/module.ts';
import type { OpenedMiddleware, OpenedStore, OpenMiddleware, OpenStore } from './stores/store.ts';

/** The app with its store open, ready to listen. */
export interface Target {
  app: Express;
  /** Closes the store; the HTTP server is the caller's. */
  close(): Promise<void>;
}

/** Opens the configured store and builds the app around it. Rejects if the store cannot be opened. */
export async function createTarget(config: AppConfig): Promise<Target> {
  const open = await openerOf(config);
  const opened = await open({
    session,
    ttlMs: config.ttlMs,
    url: config.storeUrl,
    prefix: config.storePrefix,
    settings: config.storeSettings,
  });
  const metrics = config.observe
    ? createMetrics({ store: config.store, instance: config.instance })
    : undefined;
  if (metrics) {
    const deaths = config.deathsFile === undefined ? undefined : await readDeaths(config.deathsFile);
    measureProcess(metrics.registry, { deaths, held: opened.held?.bind(opened) });
    if (opened.pool) measurePool(metrics.registry, opened.pool.bind(opened));
  }

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trusted(config.trustProxy));
  // One layer for both: what a request passes on its way is what measuring costs.
  app.use((request, response, next) => {
    response.setHeader(HEADERS.instance, config.instance);
    if (metrics) measure(request, response, metrics);
    next();
  });
  app.get(ROUTES.live, (_request, response) => {
    response.json({ store: config.store, instance: config.instance });
  });
  app.get(ROUTES.health, async (_request, response) => {
    try {
      await opened.check();
      response.json({ store: config.store, instance: config.instance });
    } catch (error) {
      response.status(503).json({ store: config.store, error: messageOf(error) });
    }
  });
  if (config.controlToken !== undefined) {
    app.use(control({ token: config.controlToken, instance: config.instance }));
  }
  if (metrics) {
    app.get(ROUTES.metrics, async (request, response) => {
      const names = new URLSearchParams(request.url.split('?')[1]).getAll(NAMED);
      response.type(metrics.registry.contentType).send(await expositionOf(metrics.registry, names));
    });
  }
  app.use(sessionsOf(opened, config, metrics));
  app.use(probe({ saveMode: config.saveMode, logout: config.logout }));
  app.use(answerErrors);
  return { app, close: () => opened.close() };
}

/** express-session on the store, or what takes its place where no store keeps the sessions. */
function sessionsOf(
  opened: OpenedStore | OpenedMiddleware,
  config: AppConfig,
  metrics: Metrics | undefined,
): RequestHandler {
  const { secrets, resave, rolling, saveUninitialized, cookieAgeMs } = config;
  const secure = SECURE[config.secureCookie];
  if ('middleware' in opened) return opened.middleware({ secrets, secure });
  const store = metrics ? observeStore(opened.store, metrics) : opened.store;
  const cookie = { ...(cookieAgeMs === undefined ? {} : { maxAge: cookieAgeMs }), secure };
  return session({ store, secret: secrets, resave, rolling, saveUninitialized, cookie });
}

const SECURE = { false: false, true: true, auto: 'auto' } as const satisfies Record<SecureCookie, unknown>;

/** The setting as Express takes it: a number of hops must be a number. */
function trusted(text: string): boolean | number | string {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}

function openerOf({ store, storeModule }: AppConfig): Promise<OpenStore | OpenMiddleware> {
  return storeModule === undefined
    ? storeOpener(store as StoreName)
    : Promise.resolve(openModule(storeModule));
}

function measure(request: Request, response: Response, metrics: Metrics): void {
  const startedMs = performance.now();
  response.once('close', () => {
    metrics.requests.observe(
      {
        // The pattern, not the path: a label must not grow with the sessions.
        route: (request.route as { path: string } | undefined)?.path ?? 'none',
        method: request.method,
        status: STATUS_CLASSES[Math.floor(response.statusCode / 100)] ?? 'none',
      },
      (performance.now() - startedMs) / 1000,
    );
  });
}

const STATUS_CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'];

const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  console.error(`request failed: ${messageOf(error)}`);
  // After an implicit save failed the answer is already on its way; Express then closes the connection.
  if (response.headersSent) return next(error);
  response.status(500).json({ error: messageOf(error) });
};
