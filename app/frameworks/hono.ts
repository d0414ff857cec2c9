import type { IncomingMessage } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isOff, PREFIX } from '../mounting.ts';
import { bodyIn } from '../probe/answer.ts';
import { mounted, nameIn } from './mount.ts';
import type { OwnOptions } from './node.ts';
import { objectSession, type ObjectSession } from './object-session.ts';

export interface HonoOptions extends Omit<OwnOptions<IncomingMessage>, 'session'> {
  /** The session of a request, as the app has it. */
  session: (context: Context) => Promise<ObjectSession> | ObjectSession;
}

/**
 * The probe for Hono on Node (@hono/node-server), with sessions that the app opens by itself, as iron-session's are:
 * `app.use(probe({ session }))`. It answers below `/probe/`, with the cookies that `session` puts on the response, and
 * leaves all else to what comes after it.
 */
export function probe({ session, ttlMs, ...options }: HonoOptions): MiddlewareHandler {
  const answerTo = isOff(options.inProduction ?? false) ? undefined : mounted(options);

  return async (context, next) => {
    if (answerTo === undefined || !context.req.path.startsWith(PREFIX)) return next();
    const raw = incoming(context.env);
    const given = await answerTo({
      raw,
      parsed: await takenIn(context, raw),
      session: objectSession(await session(context)),
      about: () => ({ sessions: 'own', ttlMs: ttlMs ?? null }),
      protocol: 'encrypted' in raw.socket ? 'https' : 'http',
      hostname: nameIn(raw.headers),
    });
    if (given === undefined) return next();
    const { location } = given.answer;
    const { type, text } = bodyIn(given.answer);
    const headers = {
      ...given.headers,
      ...(location !== undefined && { location }),
      ...(type !== undefined && { 'content-type': TYPES[type] }),
    };
    if (type === undefined) return context.body(null, given.answer.status as 204, headers);
    return context.body(text, given.answer.status as ContentfulStatusCode, headers);
  };
}

const TYPES = { html: 'text/html; charset=utf-8', json: 'application/json; charset=utf-8' };

/** What came over the wire, where @hono/node-server puts it. */
function incoming(env: unknown): IncomingMessage {
  const given = (env as { incoming?: IncomingMessage } | null | undefined)?.incoming;
  if (given) return given;
  throw new TypeError('holdfast/probe/hono is for Hono on Node: serve the app by @hono/node-server');
}

/** Of a body that something before the probe has read, Hono keeps a copy. */
const takenIn = ({ req }: Context, raw: IncomingMessage): Promise<unknown> | undefined =>
  raw.readableEnded && Number(raw.headers['content-length'] ?? 0) > 0 ? req.json() : undefined;
