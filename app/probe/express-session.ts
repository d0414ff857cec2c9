import type { Request } from 'express';
import type { Logout, SaveMode } from '../../protocol/app-settings.ts';
import type { ProbeData } from './kept.ts';
import type { ProbeSession } from './session-of.ts';
import { settled } from './settled.ts';

declare module 'express-session' {
  interface SessionData {
    holdfast: ProbeData;
  }
}

/** How an app uses express-session. */
export interface SessionUse {
  /** How changes reach the store before a request is answered. */
  saveMode: SaveMode;
  logout: Logout;
}

/** The session that express-session, or what takes its place, has given to a request. */
export function expressSession(request: Request, { saveMode, logout }: SessionUse): ProbeSession {
  return {
    get isReadable() {
      return (request.session as unknown) !== undefined;
    },
    get data() {
      return request.session.holdfast;
    },
    set data(data) {
      // Never assigned without: it is what was just made.
      request.session.holdfast = data as ProbeData;
    },
    whole: () => request.session,
    async save() {
      const { session } = request;
      if (saveMode === 'awaited') await settled((done) => session.save(done));
      else if (saveMode === 'unawaited') session.save();
    },
    async renew(data) {
      await settled((done) => request.session.regenerate(done));
      request.session.holdfast = data;
    },
    takingBack: () => () => settled((done) => request.session.reload(done)),
    async destroy() {
      const { session } = request;
      if (logout === 'delete') Reflect.deleteProperty(request, 'session');
      else if (logout === 'null') Reflect.set(request, 'session', null);
      // As tutorials write it, and as it should be written; there is no implicit way to destroy.
      else if (saveMode === 'unawaited') session.destroy(() => {});
      else await settled((done) => session.destroy(done));
    },
  };
}
