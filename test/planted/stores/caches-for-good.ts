/**
 * Keeps what it has read or written in a cache of its own instance, and never asks again. As every in-process cache
 * in front of a shared store does that nobody invalidates; it shows with a second instance.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';
import { SharedRows } from '../shared-rows.ts';

class CachesForGood extends CorrectStore {
  readonly #cache = new Map<string, string>();

  protected override find(sid: string): Data | undefined {
    const cached = this.#cache.get(sid);
    if (cached !== undefined) return JSON.parse(cached) as Data;
    const data = super.find(sid);
    if (data !== undefined) this.#cache.set(sid, JSON.stringify(data));
    return data;
  }

  protected override keep(sid: string, data: Data): void {
    this.#cache.set(sid, JSON.stringify(data));
    super.keep(sid, data);
  }

  protected override forget(sid: string): void {
    this.#cache.delete(sid);
    super.forget(sid);
  }
}

export default (context: StoreContext) => new CachesForGood(context, new SharedRows());
