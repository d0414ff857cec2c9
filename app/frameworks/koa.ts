import type { IncomingMessage } from 'node:http';
import { bodyIn } from '../probe/answer.ts';
import { isOff, type MountOptions } from '../mounting.ts';
import { isOurs, mounted, type Asked } from './mount.ts';
import { objectSession } from './object-session.ts';

/** What the probe needs of Koa's context; koa-session has put the session there. */
interface Context {
  req: IncomingMessage;
  request: { body?: unknown };
  protocol: string;
  hostname: string;
  status: number;
  body: unknown;
  type: string;
  set(field: string, value: string): void;
}

/** koa-session's part of a context. */
interface WithSession {
  session?: Session | null;
  sessionOptions?: { maxAge?: unknown };
}

interface Session {
  [name: string]: unknown;
  toJSON(): object;
  regenerate(): Promise<void>;
}

/**
 * The probe for koa-session, with its cookies or with a store: `app.use(probe())` after the session middleware. What it
 * changes is kept as koa-session keeps it, when the request has been worked on and before it is answered.
 */
export function probe(options: MountOptions = {}) {
  const answerTo = isOff(options.inProduction ?? false) ? undefined : mounted(options);

  return async (context: Context, next: () => Promise<unknown>): Promise<void> => {
    const given = answerTo && isOurs(context.req) ? await answerTo(askedOf(context)) : undefined;
    if (given === undefined) {
      await next();
      return;
    }
    const { type, text } = bodyIn(given.answer);
    context.status = given.answer.status;
    for (const [name, value] of Object.entries(given.headers)) context.set(name, value);
    if (given.answer.location !== undefined) context.set('location', given.answer.location);
    if (type === undefined) return;
    context.type = type;
    context.body = text;
  };
}

function askedOf(context: Context): Asked {
  const own = context as Context & WithSession;
  return {
    raw: context.req,
    parsed: context.request.body,
    protocol: context.protocol,
    hostname: context.hostname,
    about: () => {
      // koa-session keeps one that says nothing of its age for a day, and the browser as long as it is open.
      const maxAge = own.sessionOptions?.maxAge;
      return {
        sessions: 'session' in context ? 'koa-session' : 'absent',
        ttlMs: typeof maxAge === 'number' ? maxAge : null,
      };
    },
    session: objectSession({
      values: () => own.session,
      whole: () => own.session?.toJSON() ?? {},
      renew: () => own.session?.regenerate(),
      destroy() {
        own.session = null;
      },
    }),
  };
}
