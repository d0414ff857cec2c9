/** What a probe that is mounted in an app of one's own says of it, before any load: GET. */
export const ABOUT_ROUTE = '/probe/about';

/** Changes with the routes of the probe: whoever speaks another cannot be told anything by it. */
export const PROBE_PROTOCOL = 1;

export interface AboutBody {
  holdfast: 'probe';
  /** `PROBE_PROTOCOL` of the probe's Holdfast. */
  protocol: number;
  /** The process that answered. */
  instance: string;
  /** What keeps the sessions. `absent`: none ran before the probe; `other`: one that the probe cannot work with. */
  sessions: SessionLayer | 'other' | 'absent';
  /** The age of a new session's cookie, not above 0 where it is over at once; null: until the browser is closed. */
  ttlMs: number | null;
  saveMode: string;
  /** Session middlewares that are mounted in the app before the probe, whether or not they took this request. */
  mounted?: readonly SessionMiddleware[];
  /** Its `expires`, where that is a text: express-session takes only a Date, and fails at every answer. */
  badExpires?: string;
  /** Whether the cookie is one that express-session gives to HTTPS alone. */
  secure?: boolean;
}

export const SESSION_MIDDLEWARES = ['express-session', 'cookie-session'] as const;
export type SessionMiddleware = (typeof SESSION_MIDDLEWARES)[number];

/** What the probe works with, by framework; `own`: what an app has given it by itself. */
export const SESSION_LAYERS = [
  'express-session',
  '@fastify/session',
  '@fastify/secure-session',
  'koa-session',
  'own',
] as const;
export type SessionLayer = (typeof SESSION_LAYERS)[number];
