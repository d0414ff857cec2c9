/**
 * Has room for 50 sessions and drops the one that was used least recently. As Redis does at maxmemory with an LRU
 * policy, memcached always, and memorystore with `max`.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Row } from '../correct-store.ts';

const ROOM = 50;

class LeastRecentlyUsed extends Map<string, Row> {
  override get(sid: string): Row | undefined {
    const row = super.get(sid);
    if (row !== undefined && this.delete(sid)) super.set(sid, row);
    return row;
  }

  override set(sid: string, row: Row): this {
    this.delete(sid);
    super.set(sid, row);
    const [oldest] = this.keys();
    if (this.size > ROOM && oldest !== undefined) this.delete(oldest);
    return this;
  }
}

export default (context: StoreContext) => new CorrectStore(context, new LeastRecentlyUsed());
