import type { Request, Response } from 'express';
import { STATUS_DESTROYED, type ProbeBody } from '../../protocol/routes.ts';
import type { Logout, SaveMode } from '../../protocol/app-settings.ts';

/** How changes reach the store before a request is answered, by the app's save mode. */
export interface Saver {
  /** Answers for a session that was changed. */
  acknowledge: (request: Request, response: Response, body: ProbeBody) => Promise<void>;
  /** Answers for a session that was changed with a redirect. */
  redirect: (request: Request, response: Response, location: string) => Promise<void>;
  /** Answers for a session that is to end, in the app's way of logging out. */
  destroy: (request: Request, response: Response) => Promise<void>;
}

export function saver(mode: SaveMode, logout: Logout = 'destroy'): Saver {
  const save = async ({ session }: Request) => {
    if (mode === 'awaited') await settled((done) => session.save(done));
    else if (mode === 'unawaited') session.save();
  };
  return {
    async acknowledge(request, response, body) {
      await save(request);
      response.json(body);
    },
    async redirect(request, response, location) {
      await save(request);
      response.status(302).location(location).type('html').send(PAGE);
    },
    async destroy(request, response) {
      const { session } = request;
      if (logout === 'delete') Reflect.deleteProperty(request, 'session');
      else if (logout === 'null') Reflect.set(request, 'session', null);
      // As tutorials write it, and as it should be written; there is no implicit way to destroy.
      else if (mode === 'unawaited') session.destroy(() => {});
      else await settled((done) => session.destroy(done));
      response.status(STATUS_DESTROYED).end();
    },
  };
}

/**
 * What comes with a redirect, for those who do not follow it. Browsers follow as soon as the headers are there. Go's
 * client, and with it k6, first reads a page of up to 2,048 bytes to its end, but no longer one: hence the length.
 */
const PAGE = `<!doctype html><title>Found</title><p>This page has moved.</p>${'<!-- no shorter than this -->'.repeat(100)}`;

/** Waits for a method of express-session's that takes a callback; rejects with its error. */
export function settled(start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error == null) resolve();
      else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
    });
  });
}
