/**
 * A regenerate makes a new session and leaves the old one alive. As express-session does when the destroy of the old
 * one fails: it makes the new one all the same.
 */
import type { Request } from 'express';
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class KeepsOldSession extends CorrectStore {
  override regenerate(request: Request, done: (error?: unknown) => unknown): void {
    const kept = this.find(request.sessionID);
    super.regenerate(request, (error: unknown) => {
      const [old] = (request.headers.cookie ?? '').match(/(?<=s%3A)[\w-]+/) ?? [];
      if (kept !== undefined && old !== undefined) this.keep(old, kept);
      done(error);
    });
  }
}

export default (context: StoreContext) => new KeepsOldSession(context);
