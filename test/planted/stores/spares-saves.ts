/**
 * Saves a session only if it was not saved within the last 250 ms, and acknowledges all the same. As connect-mongo's
 * touchAfter would if it also held back sessions that had changed.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const AT_MOST_EVERY_MS = 250;

class SparesSaves extends CorrectStore {
  readonly #savedMs = new Map<string, number>();

  protected override keep(sid: string, data: Data): void {
    const now = Date.now();
    if (now - (this.#savedMs.get(sid) ?? 0) < AT_MOST_EVERY_MS) return;
    this.#savedMs.set(sid, now);
    super.keep(sid, data);
  }
}

export default (context: StoreContext) => new SparesSaves(context);
