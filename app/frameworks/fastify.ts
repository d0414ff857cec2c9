import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isOff, PREFIX, type MountOptions } from '../mounting.ts';
import { bodyIn } from '../probe/answer.ts';
import type { ProbeData } from '../probe/kept.ts';
import type { ProbeSession } from '../probe/session-of.ts';
import { isUnread } from '../unread.ts';
import { mounted, type Asked } from './mount.ts';

export interface FastifyProbeOptions extends MountOptions {
  /** How long a session of @fastify/secure-session is valid, in milliseconds, which it tells nobody: its `expiry`. */
  ttlMs?: number;
}

/**
 * The probe for @fastify/session and @fastify/secure-session: `app.register(probe)` after the session plugin. What it
 * changes is kept as the plugin keeps it, before the answer is sent.
 */
export async function probe(app: FastifyInstance, options: FastifyProbeOptions = {}): Promise<void> {
  if (isOff(options.inProduction ?? false)) return;
  const answerTo = mounted(options);
  // The probe takes in bodies by itself, within its own limits.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.route({
    method: ['GET', 'PUT', 'POST', 'DELETE'],
    url: `${PREFIX}*`,
    async handler(request, reply) {
      const given = await answerTo(askedOf(request, options));
      if (given === undefined) return reply.callNotFound();
      const { type, text } = bodyIn(given.answer);
      reply.code(given.answer.status).headers(given.headers);
      if (given.answer.location !== undefined) reply.header('location', given.answer.location);
      if (type !== undefined) reply.type(TYPES[type]);
      return reply.send(type === undefined ? undefined : text);
    },
  });
}

const TYPES = { html: 'text/html; charset=utf-8', json: 'application/json; charset=utf-8' };

function askedOf(request: FastifyRequest, { ttlMs }: FastifyProbeOptions): Asked {
  const { raw, protocol, hostname } = request;
  // Whether there are sessions on it is what the app has registered.
  const given: object = request;
  const found = sessionOf(given);
  const asked = { raw, protocol, hostname };
  if (isStored(given)) return { ...asked, ...ofStore(given) };
  if (isSealed(found)) return { ...asked, ...ofCookie(found, ttlMs ?? null) };
  const sessions = found === undefined ? 'absent' : 'other';
  return { ...asked, about: () => ({ sessions, ttlMs: null }), session: NONE };
}

/** What @fastify/session puts on a request. */
interface StoredSession {
  sessionId: string;
  cookie: { originalMaxAge?: unknown; secure?: unknown };
  holdfast?: ProbeData | undefined;
  regenerate(): Promise<void>;
  reload(): Promise<void>;
  destroy(): Promise<void>;
}
interface Stored {
  raw: FastifyRequest['raw'];
  session: StoredSession;
  sessionStore: { get(id: string, done: (error: unknown, data?: unknown) => void): void };
}

const sessionOf = (request: object): unknown => ('session' in request ? request.session : undefined);

const isStored = (request: object): request is Stored => {
  const session = sessionOf(request);
  return typeof session === 'object' && session !== null && 'sessionId' in session && 'reload' in session;
};

function ofStore(request: Stored): Pick<Asked, 'session' | 'about' | 'isUnread'> {
  const { originalMaxAge, secure } = request.session.cookie;
  const { sessionId: id } = request.session;
  return {
    about: () => ({
      sessions: '@fastify/session',
      ttlMs: typeof originalMaxAge === 'number' ? originalMaxAge : null,
      secure: secure === true,
    }),
    isUnread: () => isUnread(request.raw.headers, { id, store: request.sessionStore, idIn: idOfFastify }),
    session: {
      isReadable: true,
      get data() {
        return request.session.holdfast;
      },
      set data(data) {
        request.session.holdfast = data;
      },
      whole: () => request.session,
      // It compares what a session holds with what it held, and saves before it answers.
      save: () => Promise.resolve(),
      async renew(data) {
        await request.session.regenerate();
        request.session.holdfast = data;
      },
      takingBack: () => () => request.session.reload(),
      destroy: () => request.session.destroy(),
    },
  };
}

/** @fastify/cookie's form of what is signed: `<value>.<signature>`. */
function idOfFastify(value: string): string | undefined {
  const at = value.lastIndexOf('.');
  return at > 0 ? decoded(value.slice(0, at)) : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What @fastify/secure-session puts on a request. */
interface SealedSession {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  data(): object;
  regenerate(): void;
  delete(): void;
}

const isSealed = (session: unknown): session is SealedSession =>
  typeof session === 'object' &&
  session !== null &&
  typeof (session as Partial<SealedSession>).data === 'function';

const NAME = 'holdfast';

function ofCookie(sealed: SealedSession, ttlMs: number | null): Pick<Asked, 'session' | 'about'> {
  let data = sealed.get(NAME) as ProbeData | undefined;
  const session: ProbeSession = {
    isReadable: true,
    get data() {
      return data;
    },
    set data(given) {
      data = given;
    },
    whole: () => sealed.data(),
    save() {
      // Only what is set is kept.
      sealed.set(NAME, data);
      return Promise.resolve();
    },
    renew(given) {
      sealed.regenerate();
      data = given;
      return Promise.resolve();
    },
    takingBack: () => () => {},
    destroy: () => sealed.delete(),
  };
  return { session, about: () => ({ sessions: '@fastify/secure-session', ttlMs }) };
}

const NONE: ProbeSession = {
  isReadable: false,
  data: undefined,
  whole: () => ({}),
  save: () => Promise.reject(new Error('the request has no session')),
  renew: () => Promise.reject(new Error('the request has no session')),
  takingBack: () => () => {},
  destroy: () => {},
};
