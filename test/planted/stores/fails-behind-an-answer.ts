/**
 * One save in 20 fails and says so, in the callback. No defect of a store's alone: express-session has answered 200 by
 * then, so that an implicit save loses what was acknowledged (its issue 538). The app's own metrics show it.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data, type Done } from '../correct-store.ts';

class FailsBehindAnAnswer extends CorrectStore {
  readonly #fails = onceIn(20);

  override set(sid: string, data: Data, done: Done = () => {}): void {
    if (this.#fails()) setImmediate(() => done(new Error('the server refused the write')));
    else super.set(sid, data, done);
  }
}

export default (context: StoreContext) => new FailsBehindAnAnswer(context);
