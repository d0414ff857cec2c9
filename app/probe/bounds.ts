import { z } from 'zod';
import { Refusal, type Answer } from './call.ts';
import { NoPlace } from './document.ts';

/** More than the largest session that a workload makes. */
export const BODY_LIMIT_BYTES = 256 * 1024;
/** Deeper than any workload goes, and far from where what walks through it by calling itself runs out of stack. */
const DEPTH_LIMIT = 64;

/** Refuses (400) a body that is nested deeper than a session is ever to be: what serializes it would end the app. */
export function assertShallow(body: unknown): void {
  if (!isWithin(body, DEPTH_LIMIT))
    throw new Refusal(400, { error: `the body is nested deeper than ${DEPTH_LIMIT} levels` });
}

/** The answer to a request that cannot be taken in; undefined for an error that is the app's to answer. */
export function answerToBad(error: unknown): Answer | undefined {
  if (error instanceof Refusal) return error.answer;
  if (error instanceof z.ZodError) return { status: 400, json: { error: z.prettifyError(error) } };
  if (error instanceof NoPlace) return { status: 400, json: { error: error.message } };
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  const isOfParser = typeof type === 'string' && typeof status === 'number' && status >= 400 && status < 500;
  return isOfParser ? { status, json: { error: `the body cannot be taken in: ${type}` } } : undefined;
}

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
