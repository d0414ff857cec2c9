/**
 * After 1.2 s a replica takes over that is 500 ms behind: the last writes are gone. As an asynchronous replica does
 * that is promoted (Redis Sentinel; MongoDB's rollback of what had only w:1).
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Row } from '../correct-store.ts';

const BEHIND_MS = 500;

/** Takes over once, after the first write that reaches it; the replica has what was there `BEHIND_MS` earlier. */
class FailsOver extends CorrectStore {
  #copies: { atMs: number; rows: Map<string, Row> }[] = [];

  constructor(context: StoreContext) {
    const rows = new Map<string, Row>();
    super(context, rows);
    let takeOverMs = Infinity;
    const copying = setInterval(() => {
      if (rows.size === 0) return;
      const now = Date.now();
      takeOverMs = Math.min(takeOverMs, now + 1200);
      this.#copies.push({ atMs: now, rows: new Map(rows) });
      if (now < takeOverMs) return;
      clearInterval(copying);
      const replica = this.#copies.findLast(({ atMs }) => atMs <= now - BEHIND_MS);
      rows.clear();
      for (const [sid, row] of replica?.rows ?? []) rows.set(sid, row);
    }, 50);
    copying.unref();
  }
}

export default (context: StoreContext) => new FailsOver(context);
