/**
 * Saves what it has in memory every half second, and not when it is asked to end: a deployment loses the tail. As
 * snapshots do (Redis with `save` and shutdown `nosave`), and file stores that write on a timer.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Row } from '../correct-store.ts';
import { SharedRows } from '../shared-rows.ts';

const SNAPSHOT_EVERY_MS = 500;

/** Rows in memory, over a snapshot. */
class SnapshotRows extends Map<string, Row> {
  readonly #snapshot = new SharedRows();
  readonly #changed = new Set<string>();

  constructor() {
    super();
    setInterval(() => {
      for (const sid of this.#changed) {
        const row = super.get(sid);
        if (row === undefined) this.#snapshot.delete(sid);
        else this.#snapshot.set(sid, row);
      }
      this.#changed.clear();
    }, SNAPSHOT_EVERY_MS).unref();
  }

  override get(sid: string): Row | undefined {
    return super.get(sid) ?? (this.#changed.has(sid) ? undefined : this.#snapshot.get(sid));
  }

  override set(sid: string, row: Row): this {
    this.#changed.add(sid);
    return super.set(sid, row);
  }

  override delete(sid: string): boolean {
    this.#changed.add(sid);
    return super.delete(sid);
  }
}

export default (context: StoreContext) => new CorrectStore(context, new SnapshotRows());
