import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';
import { NoPlace } from './document.ts';

/** More than the largest session that a workload makes. */
export const BODY_LIMIT = '256kb';
/** Deeper than any workload goes, and far from where what walks through it by calling itself runs out of stack. */
const DEPTH_LIMIT = 64;

/** Refuses (400) a body that is nested deeper than a session is ever to be: what serializes it would end the app. */
export const shallow: RequestHandler = (request, response, next) => {
  if (isWithin(request.body, DEPTH_LIMIT)) return next();
  response.status(400).json({ error: `the body is nested deeper than ${DEPTH_LIMIT} levels` });
};

/** A request that cannot be taken in is answered here, and not by the app around the probe. */
export const answerBadBody: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof z.ZodError) return void response.status(400).json({ error: z.prettifyError(error) });
  if (error instanceof NoPlace) return void response.status(400).json({ error: error.message });
  const { type, status } = error as { type?: unknown; status?: unknown };
  const isOfParser = typeof type === 'string' && typeof status === 'number' && status >= 400 && status < 500;
  if (!isOfParser) return next(error);
  response.status(status).json({ error: `the body cannot be taken in: ${type}` });
};

/** Whether a value has no more than so many levels. It does not call itself, whatever it is given. */
export function isWithin(value: unknown, levels: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const nested: object[] = level.filter((each) => typeof each === 'object' && each !== null);
    if (nested.length === 0) return true;
    if (depth === levels) return false;
    level = nested.flatMap((each) => Object.values(each) as unknown[]);
  }
  return true;
}
