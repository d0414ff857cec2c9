import { timingSafeEqual } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { getHeapSnapshot } from 'node:v8';
import express, { type Router } from 'express';
import { heapLimitBytes, memoryLimitBytes } from './memory-limits.ts';
import { HEADERS, ROUTES, type BlockBody, type CollectBody } from '../protocol/routes.ts';

const LIMIT = 10;
const WINDOW_MS = 60_000;
const LONGEST_BLOCK_MS = 60_000;

/** Wrong tokens in the minute that began with the first of them. */
class Tries {
  #count = 0;
  #sinceMs = 0;

  areUsedUp(): boolean {
    return this.#count >= LIMIT && performance.now() - this.#sinceMs < WINDOW_MS;
  }

  add(): number {
    if (performance.now() - this.#sinceMs >= WINDOW_MS || this.#count === 0) {
      this.#count = 0;
      this.#sinceMs = performance.now();
    }
    return ++this.#count;
  }
}

/**
 * Routes by which a scenario or the harness acts on the process: force a collection, block it, or make it exit. They exist
 * only where a token is configured, and answer 403 without it. Ten wrong tokens in a minute close them for the rest of
 * it (429), to everybody: whoever tries tokens does not get to the one that is right.
 */
export function control({ token, instance }: { token: string; instance: string }): Router {
  const router = express.Router();
  const expected = Buffer.from(token);
  const tries = new Tries();

  router.use('/control', (request, response, next) => {
    if (tries.areUsedUp())
      return void response.status(429).json({ error: 'too many wrong tokens; wait a minute' });
    const given = Buffer.from(request.get(HEADERS.token) ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
    const count = tries.add();
    console.warn(
      `control: a request from ${request.socket.remoteAddress} without the right token, ${count} of ${LIMIT} in a minute`,
    );
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
    const limitBytes = memoryLimitBytes();
    response.json({
      instance,
      heapBytes: heapUsed,
      rssBytes: rss,
      externalBytes: external,
      heapLimitBytes: heapLimitBytes(),
      ...(limitBytes !== undefined && { memoryLimitBytes: limitBytes }),
    } satisfies CollectBody);
  });

  router.post(ROUTES.snapshot, async (_request, response) => {
    response.type('application/json');
    // V8 collects what is garbage before it writes.
    await pipeline(getHeapSnapshot(), response).catch((error: unknown) => response.destroy(error as Error));
  });

  router.post(ROUTES.exit, (request, response) => {
    const signal = request.query['how'] === 'kill' ? 'SIGKILL' : 'SIGTERM';
    response.status(202).json({ instance, signal });
    response.once('finish', () => process.kill(process.pid, signal));
  });

  router.post(ROUTES.block, (request, response) => {
    const ms = Number(request.query['ms']);
    if (!(ms > 0 && ms <= LONGEST_BLOCK_MS)) {
      response.status(400).json({ error: `ms is from 1 to ${LONGEST_BLOCK_MS}` });
      return;
    }
    const startedMs = performance.now();
    // As a synchronous call that waits: a loop would take the processor from those who measure.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    response.json({ instance, blockedMs: performance.now() - startedMs } satisfies BlockBody);
  });

  return router;
}
