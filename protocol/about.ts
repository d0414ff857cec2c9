/** What a probe that is mounted in an app of one's own says of it, before any load: GET. */
export const ABOUT_ROUTE = '/probe/about';

export interface AboutBody {
  holdfast: 'probe';
  /** The process that answered. */
  instance: string;
  /** `absent`: no session middleware ran before the probe; `other`: one that is not express-session. */
  sessions: 'express-session' | 'other' | 'absent';
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
