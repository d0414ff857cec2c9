import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from 'express';
import { HEADERS } from '../protocol/routes.ts';
import { bodyIn } from './probe/answer.ts';
import { answerToBad, assertShallow, BODY_LIMIT_BYTES } from './probe/bounds.ts';
import type { Answer, Route } from './probe/call.ts';
import { expressSession, type SessionUse } from './probe/express-session.ts';
import { PROBE_ROUTES } from './probe/routes.ts';

/**
 * Routes by which a client creates, reads, writes, logs in to and destroys a session of the app that they are
 * mounted in: `app.use(probe())` after the session middleware. They keep everything under `req.session.holdfast`
 * and touch nothing else. A request that needs a session and finds none gets 404 (the page of a user: 403) and
 * changes nothing.
 */
export function probe({ saveMode = 'implicit', logout = 'destroy' }: Partial<SessionUse> = {}): Router {
  const router = express.Router();
  router.use(express.json({ limit: BODY_LIMIT_BYTES }));
  for (const route of PROBE_ROUTES) {
    const handler = handlerOf(route, { saveMode, logout });
    if (route.method === 'GET') router.get(route.pattern, handler);
    else if (route.method === 'PUT') router.put(route.pattern, handler);
    else if (route.method === 'POST') router.post(route.pattern, handler);
    else router.delete(route.pattern, handler);
  }
  router.use(answerBad);
  return router;
}

function handlerOf({ run }: Route, use: SessionUse): RequestHandler<Record<string, string>> {
  return async (request, response) => {
    const { params, query, body, protocol, hostname } = request;
    assertShallow(body);
    const instance = String(response.getHeader(HEADERS.instance) ?? '');
    const session = expressSession(request, use);
    send(response, await run({ params, query, body, session, instance, protocol, hostname }));
  };
}

export function send(response: Response, answer: Answer): void {
  const { type, text } = bodyIn(answer);
  response.status(answer.status);
  if (answer.location !== undefined) response.location(answer.location);
  if (type === undefined) response.end();
  else response.type(type).send(text);
}

/** A request that cannot be taken in is answered here, and not by the app around the probe. */
const answerBad: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const answer = response.headersSent ? undefined : answerToBad(error);
  if (answer === undefined) next(error);
  else send(response, answer);
};
