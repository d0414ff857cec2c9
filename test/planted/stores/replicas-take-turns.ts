/**
 * Reads go in turn to two replicas, of which one is 400 ms behind: a value is there, gone, and there again. As behind
 * a load balancer over replicas, with nothing that ties a client to one of them.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data, type Row } from '../correct-store.ts';

const LAG_MS = 400;

class ReplicasTakeTurns extends CorrectStore {
  readonly #behind = new Map<string, Row>();
  readonly #isBehind = onceIn(2);

  protected override find(sid: string): Data | undefined {
    const row = this.#isBehind() ? this.#behind.get(sid) : undefined;
    return row === undefined ? super.find(sid) : (JSON.parse(row.text) as Data);
  }

  protected override keep(sid: string, data: Data): void {
    super.keep(sid, data);
    const row = this.rows.get(sid) as Row;
    setTimeout(() => this.#behind.set(sid, row), LAG_MS);
  }
}

export default (context: StoreContext) => new ReplicasTakeTurns(context);
