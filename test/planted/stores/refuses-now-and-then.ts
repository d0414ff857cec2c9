/**
 * No defect: now and then it refuses an operation with an error, as a store that is out of reach for a moment, and
 * changes nothing then. An app that waits for its saves tells its clients, and so it must be found clean.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data, type Done } from '../correct-store.ts';

class RefusesNowAndThen extends CorrectStore {
  readonly #refuses = onceIn(7);

  override get(sid: string, found: (error: unknown, data?: Data | null) => void): void {
    this.#unlessRefused(found, () => super.get(sid, found));
  }

  override set(sid: string, data: Data, done: Done = () => {}): void {
    this.#unlessRefused(done, () => super.set(sid, data, done));
  }

  override destroy(sid: string, done: Done = () => {}): void {
    this.#unlessRefused(done, () => super.destroy(sid, done));
  }

  #unlessRefused(done: Done, act: () => void): void {
    if (this.#refuses()) setImmediate(done, new Error('the store refused'));
    else act();
  }
}

export default (context: StoreContext) => new RefusesNowAndThen(context);
