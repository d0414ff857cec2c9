import type { Request, Response } from 'express';
import type { ProbeBody } from '../../protocol/routes.ts';
import type { SaveMode } from '../config.ts';

/** How changes reach the store before a request is answered, by the app's save mode. */
export interface Saver {
  /** Answers for a session that was changed. */
  acknowledge: (request: Request, response: Response, body: ProbeBody) => Promise<void>;
  /** Answers for a session that is to be destroyed. */
  destroy: (request: Request, response: Response) => Promise<void>;
}

export function saver(mode: SaveMode): Saver {
  return {
    async acknowledge({ session }, response, body) {
      if (mode === 'awaited') await settled((done) => session.save(done));
      else if (mode === 'unawaited') session.save();
      response.json(body);
    },
    async destroy({ session }, response) {
      // As tutorials write it, and as it should be written; there is no implicit way to destroy.
      if (mode === 'unawaited') session.destroy(() => {});
      else await settled((done) => session.destroy(done));
      response.status(204).end();
    },
  };
}

/** Waits for a method of express-session's that takes a callback; rejects with its error. */
export function settled(start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error == null) resolve();
      else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
    });
  });
}
