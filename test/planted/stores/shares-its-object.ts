/**
 * Hands out the object that it keeps: a change shows at once, saved or not, and one that the app took back stays. As
 * Connect's first MemoryStore did, and every in-process cache does that does not copy.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class SharesItsObject extends CorrectStore {
  readonly #kept = new Map<string, Data>();

  protected override find(sid: string): Data | undefined {
    const kept = this.#kept.get(sid);
    // express-session gives the session itself its methods and a new cookie; what is in it stays the same object.
    return kept && { ...kept };
  }

  protected override keep(sid: string, data: Data): void {
    this.#kept.set(sid, { cookie: data.cookie, holdfast: data.holdfast });
  }

  protected override forget(sid: string): void {
    this.#kept.delete(sid);
  }
}

export default (context: StoreContext) => new SharesItsObject(context);
