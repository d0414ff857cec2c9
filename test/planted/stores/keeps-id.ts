/**
 * A regenerate empties the session and keeps its id: an id that somebody planted before the login names the session
 * after it. As frameworks do that only clear the session at a login (session fixation, CWE-384).
 */
import type { Request } from 'express';
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class KeepsId extends CorrectStore {
  override regenerate(request: Request, done: (error?: unknown) => unknown): void {
    const { sessionID: sid, session } = request;
    this.destroy(sid, (error) => {
      this.createSession(request, { cookie: session.cookie } as never);
      done(error);
    });
  }
}

export default (context: StoreContext) => new KeepsId(context);
