/**
 * Writes are put in a queue and done 250 ms later, destroys at once: whoever writes and then logs out is logged in
 * again. As every store does that inserts what it does not find, when a slow writer overlaps a logout.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const BEHIND_MS = 250;

class LateWriterRevives extends CorrectStore {
  readonly #waiting = new Map<string, string>();

  protected override find(sid: string): Data | undefined {
    const waiting = this.#waiting.get(sid);
    return waiting === undefined ? super.find(sid) : (JSON.parse(waiting) as Data);
  }

  protected override keep(sid: string, data: Data): void {
    const text = JSON.stringify(data);
    this.#waiting.set(sid, text);
    setTimeout(() => {
      super.keep(sid, JSON.parse(text) as Data);
      if (this.#waiting.get(sid) === text) this.#waiting.delete(sid);
    }, BEHIND_MS);
  }

  protected override forget(sid: string): void {
    this.#waiting.delete(sid);
    super.forget(sid);
  }
}

export default (context: StoreContext) => new LateWriterRevives(context);
