/**
 * One save in 20 fails, and the error goes nowhere: the callback is called as if all were well. As `catch {}` around
 * a driver's call does, and a callback that is called with the wrong argument.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data, type Done } from '../correct-store.ts';

class SwallowsErrors extends CorrectStore {
  readonly #fails = onceIn(20);

  override set(sid: string, data: Data, done: Done = () => {}): void {
    try {
      if (this.#fails()) throw new Error('the server closed the connection');
      this.keep(sid, data);
    } catch {
      // That is the defect.
    }
    setImmediate(done);
  }
}

export default (context: StoreContext) => new SwallowsErrors(context);
