/**
 * Says of one read in 40 that there is no session, when it only could not be read. As stores do that turn an error or
 * a time-out into a miss: express-session then hands out a new session.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data } from '../correct-store.ts';

class AbsentNowAndThen extends CorrectStore {
  readonly #fails = onceIn(40);

  protected override find(sid: string): Data | undefined {
    return this.#fails() ? undefined : super.find(sid);
  }
}

export default (context: StoreContext) => new AbsentNowAndThen(context);
