import { timingSafeEqual } from 'node:crypto';
import express, { type Router } from 'express';
import { HEADERS, ROUTES, type CollectBody } from '../protocol/routes.ts';

/**
 * Routes by which a scenario or the harness acts on the process: force a collection, or make it exit. They exist
 * only where a token is configured, and answer 403 without it.
 */
export function control({ token, instance }: { token: string; instance: string }): Router {
  const router = express.Router();
  const expected = Buffer.from(token);

  router.use('/control', (request, response, next) => {
    const given = Buffer.from(request.get(HEADERS.token) ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
    response.status(403).json({ error: `control needs the right ${HEADERS.token} header` });
  });

  router.post(ROUTES.collect, (_request, response) => {
    if (globalThis.gc === undefined) {
      response.status(501).json({ error: 'started without --expose-gc' });
      return;
    }
    // The second collection frees what finalizers of the first let go.
    globalThis.gc();
    globalThis.gc();
    const { heapUsed, rss, external } = process.memoryUsage();
    response.json({
      instance,
      heapBytes: heapUsed,
      rssBytes: rss,
      externalBytes: external,
    } satisfies CollectBody);
  });

  router.post(ROUTES.exit, (request, response) => {
    const signal = request.query['how'] === 'kill' ? 'SIGKILL' : 'SIGTERM';
    response.status(202).json({ instance, signal });
    response.once('finish', () => process.kill(process.pid, signal));
  });

  return router;
}
