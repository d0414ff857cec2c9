/**
 * No defect: a save takes effect, and is acknowledged, 200 ms after it was asked for. With an app that answers before
 * its saves are over, who follows a redirect at once is there first; with one that waits it must be found clean.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data, type Done } from '../correct-store.ts';

/** Longer than a follow-up takes to arrive on a busy machine. */
const SAVES_AFTER_MS = 200;

class SavesSlowly extends CorrectStore {
  override set(sid: string, data: Data, done: Done = () => {}): void {
    const text = JSON.stringify(data);
    setTimeout(() => {
      this.keep(sid, JSON.parse(text) as Data);
      done();
    }, SAVES_AFTER_MS);
  }
}

export default (context: StoreContext) => new SavesSlowly(context);
