import { timingSafeEqual } from 'node:crypto';
import { Router, type Response } from 'express';
import { HEADERS, ROUTES } from '../protocol/routes.ts';

/** Experiments of one run that are known at once. */
const MOST = 1000;

/**
 * Where load generators in a cluster ask whether more faults are to come, as they do not reach the harness: whoever asks
 * (GET) for an experiment waits until the harness has said (PUT, with the token) that its faults are over, and gets 204.
 */
export function faultsOver(token: string): Router {
  const router = Router();
  const over = new Map<string, PromiseWithResolvers<void>>();
  const of = (id: string, response: Response): PromiseWithResolvers<void> | undefined => {
    const known = over.get(id);
    if (known !== undefined) return known;
    if (over.size >= MOST) {
      response.status(503).json({ error: `more than ${MOST} experiments` });
      return undefined;
    }
    const made = Promise.withResolvers<void>();
    over.set(id, made);
    return made;
  };
  router.get(`${ROUTES.faultsOver}/:experiment`, async (request, response) => {
    const asked = of(request.params.experiment, response);
    if (asked === undefined) return;
    await asked.promise;
    response.status(204).end();
  });
  router.put(`${ROUTES.faultsOver}/:experiment`, (request, response) => {
    if (!isSame(request.get(HEADERS.token), token)) {
      response.status(403).json({ error: 'the token is missing or wrong' });
      return;
    }
    const told = of(request.params.experiment, response);
    if (told === undefined) return;
    told.resolve();
    response.status(204).end();
  });
  return router;
}

function isSame(given: string | undefined, token: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
