/**
 * Remembers for 400 ms that a session was not there, of ids as of cookies, and loses every 30th lookup. As a cache
 * with negative entries does in front of a store that timed out once: the session is back when the entry is over.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data } from '../correct-store.ts';

const REMEMBERED_MS = 400;

class CachesMisses extends CorrectStore {
  readonly #missing = new Map<string, number>();
  readonly #timesOut = onceIn(30);

  protected override find(sid: string): Data | undefined {
    if ((this.#missing.get(sid) ?? 0) > Date.now()) return undefined;
    if (!this.#timesOut()) return super.find(sid);
    this.#missing.set(sid, Date.now() + REMEMBERED_MS);
    return undefined;
  }
}

export default (context: StoreContext) => new CachesMisses(context);
