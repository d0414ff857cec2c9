import type { IncomingHttpHeaders } from 'node:http';
import { settled } from './probe/settled.ts';

const TIMES = 3;

/** A store as express-session has it; so has @fastify/session. */
interface Kept {
  /** The id that the request goes by now. */
  id: string | undefined;
  store: { get(id: string, done: (error: unknown, data?: unknown) => void): void };
  /** The id in the value of a cookie, in the form that the middleware signs it. */
  idIn: (value: string) => string | undefined;
}

/**
 * Whether the session middleware did not take a request's cookie, although its store has the session of that id: it was
 * signed with another secret. Only of sessions that the probe has made, and never what is in them.
 */
export async function isUnread({ cookie = '' }: IncomingHttpHeaders, kept: Kept): Promise<boolean> {
  const values = cookie.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
  const ids = values.flatMap((value) => kept.idIn(value) ?? []);
  // Whoever shows no id that is taken is given a new one.
  if (kept.id !== undefined && ids.includes(kept.id)) return false;
  for (const id of ids) if (await isThere(kept, id)) return true;
  return false;
}

/** Whether the store has it each time: one that finds it now and then may have missed it just before. */
async function isThere({ store }: Kept, id: string): Promise<boolean> {
  for (let times = 0; times < TIMES; times++) {
    let found: unknown;
    const looked = settled((done) =>
      store.get(id, (error: unknown, data?: unknown) => {
        found = data;
        done(error);
      }),
    );
    // A store that fails when it is asked has shown nothing: whatever the session's fate, it is not told as unread.
    await looked.catch(() => {});
    if (typeof found !== 'object' || found === null || !('holdfast' in found)) return false;
  }
  return true;
}

/** express-session's form: `s:<id>.<signature>`. */
export const idOfExpress = (value: string): string | undefined =>
  /^s(?::|%3A)(?<id>.+)\.[^.]+$/i.exec(value)?.groups?.['id'];
