import type { Request, RequestHandler } from 'express';
import { HEADERS } from '../protocol/routes.ts';
import { settled } from './probe/save.ts';

const TIMES = 3;

/**
 * Says of a request whose cookie the session middleware did not take, although its store has the session of that id:
 * it was signed with another secret. Only of sessions that the probe has made, and never what is in them.
 */
export const unread: RequestHandler = async (request, response, next) => {
  const ids = signedIds(request.headers.cookie ?? '');
  // express-session gives a new id to whoever shows none that it takes.
  if (!ids.includes(request.sessionID)) {
    for (const id of ids) if (await isThere(request, id)) response.setHeader(HEADERS.unread, 'yes');
  }
  next();
};

/** Whether the store has it each time: one that finds it now and then may have missed it just before. */
async function isThere({ sessionStore }: Request, id: string): Promise<boolean> {
  for (let times = 0; times < TIMES; times++) {
    let found: unknown;
    const looked = settled((done) =>
      sessionStore.get(id, (error: unknown, data?: unknown) => {
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

/** The ids in a Cookie header that are in express-session's form, `s:<id>.<signature>`. */
function signedIds(header: string): string[] {
  return header.split(';').flatMap((pair) => {
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    const id = /^s(?::|%3A)(?<id>.+)\.[^.]+$/i.exec(value)?.groups?.['id'];
    return id === undefined ? [] : [id];
  });
}
