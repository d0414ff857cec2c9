/**
 * Whoever reads a session twice without a write gets it from memory for the next 150 ms, a write or not. As caches do
 * that admit only what is hot, and know nothing of writes.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const REMEMBERED_MS = 150;

class RemembersHotSessions extends CorrectStore {
  readonly #hot = new Map<string, { text: string; untilMs: number }>();
  readonly #readOnce = new Set<string>();

  protected override find(sid: string): Data | undefined {
    const hot = this.#hot.get(sid);
    if (hot !== undefined && hot.untilMs > Date.now()) return JSON.parse(hot.text) as Data;
    const data = super.find(sid);
    if (data !== undefined && this.#readOnce.has(sid))
      this.#hot.set(sid, { text: JSON.stringify(data), untilMs: Date.now() + REMEMBERED_MS });
    this.#readOnce.add(sid);
    return data;
  }

  // Every write comes with a read of its own before it.
  protected override keep(sid: string, data: Data): void {
    super.keep(sid, data);
    this.#readOnce.delete(sid);
  }
}

export default (context: StoreContext) => new RemembersHotSessions(context);
