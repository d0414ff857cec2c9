/**
 * Writes go to a primary, reads to a replica that is 350 ms behind. As with MongoDB's read preference `secondary`,
 * ioredis with `scaleReads: 'slave'`, and SQL behind a proxy that splits reads from writes.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data, type Row } from '../correct-store.ts';

const LAG_MS = 350;

class ReadsReplica extends CorrectStore {
  readonly #replica = new Map<string, Row>();

  protected override find(sid: string): Data | undefined {
    const row = this.#replica.get(sid);
    return row && (JSON.parse(row.text) as Data);
  }

  protected override keep(sid: string, data: Data): void {
    super.keep(sid, data);
    const row = this.rows.get(sid) as Row;
    setTimeout(() => this.#replica.set(sid, row), LAG_MS);
  }
}

export default (context: StoreContext) => new ReadsReplica(context);
