import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOff, type MountOptions } from '../mounting.ts';
import { bodyIn } from '../probe/answer.ts';
import { isOurs, mounted, nameIn, type Given } from './mount.ts';
import { objectSession, type ObjectSession } from './object-session.ts';

export type { ObjectSession } from './object-session.ts';

export interface OwnOptions<Request extends IncomingMessage> extends MountOptions {
  /** The session of a request, as the app has it. */
  session: (request: Request, response: ServerResponse) => Promise<ObjectSession> | ObjectSession;
  /** How long a session lives after it was last saved, in milliseconds; left out where that is not what ends it. */
  ttlMs?: number;
}

/**
 * The probe for sessions that the app opens by itself, as iron-session's are, on Node's http or any framework that hands
 * on its requests: it answers those below `/probe/` and resolves to true, and leaves all others alone and resolves to
 * false. As Express and Connect have it, `next` is called for those and with errors; without it, errors are printed and
 * answered with 500.
 */
export function probe<Request extends IncomingMessage = IncomingMessage>({
  session,
  ttlMs,
  ...options
}: OwnOptions<Request>) {
  const answerTo = isOff(options.inProduction ?? false) ? undefined : mounted(options);

  const handle = async (request: Request, response: ServerResponse): Promise<boolean> => {
    if (answerTo === undefined || !isOurs(request)) return false;
    const given = await answerTo({
      raw: request,
      parsed: (request as { body?: unknown }).body,
      session: objectSession(await session(request, response)),
      about: () => ({ sessions: 'own', ttlMs: ttlMs ?? null }),
      protocol: 'encrypted' in request.socket ? 'https' : 'http',
      hostname: nameIn(request.headers),
    });
    if (given) send(response, given);
    return given !== undefined;
  };

  return async (
    request: Request,
    response: ServerResponse,
    next?: (error?: unknown) => void,
  ): Promise<boolean> => {
    try {
      const isAnswered = await handle(request, response);
      if (!isAnswered) next?.();
      return isAnswered;
    } catch (error) {
      if (next) next(error);
      else fail(response, error);
      return true;
    }
  };
}

/** What is thrown here would end an app that does not expect it. */
function fail(response: ServerResponse, error: unknown): void {
  console.error(error);
  if (response.headersSent) return void response.destroy();
  response.statusCode = 500;
  response.end();
}

function send(response: ServerResponse, { answer, headers }: Given): void {
  const { type, text } = bodyIn(answer);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (answer.location !== undefined) response.setHeader('location', answer.location);
  if (type !== undefined) response.setHeader('content-type', TYPES[type]);
  response.statusCode = answer.status;
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}

const TYPES = { html: 'text/html; charset=utf-8', json: 'application/json; charset=utf-8' };
