/**
 * Finds an empty session under any id that it does not know, so that express-session takes the id for its own: a
 * cookie of a session that is over, validly signed, names the next one. As stores do that answer a miss with `{}`.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class AdoptsIds extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    return super.find(sid) ?? ({ cookie: { originalMaxAge: this.ttlMs } } as unknown as Data);
  }
}

export default (context: StoreContext) => new AdoptsIds(context);
