/** What a probe that is mounted in an app of one's own says of it, before any load: GET. */
export const ABOUT_ROUTE = '/probe/about';

export interface AboutBody {
  holdfast: 'probe';
  /** The process that answered. */
  instance: string;
  /** `absent`: no session middleware ran before the probe; `other`: one that is not express-session. */
  sessions: 'express-session' | 'other' | 'absent';
  /** The age of a new session's cookie; null: until the browser is closed. */
  ttlMs: number | null;
  saveMode: string;
}
