/**
 * Acknowledges a write when it is in a buffer, and saves the buffer every 500 ms: a crash loses the tail. As Redis
 * does on a machine that loses power (appendfsync everysec), and MongoDB by default for up to 100 ms.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';
import { SharedRows } from '../shared-rows.ts';

const FLUSH_EVERY_MS = 500;

class AcknowledgesEarly extends CorrectStore {
  readonly #buffer = new Map<string, Data>();

  constructor(context: StoreContext) {
    super(context, new SharedRows());
    setInterval(() => this.#flush(), FLUSH_EVERY_MS).unref();
  }

  protected override find(sid: string): Data | undefined {
    const waiting = this.#buffer.get(sid);
    return waiting === undefined ? super.find(sid) : structuredClone(waiting);
  }

  protected override keep(sid: string, data: Data): void {
    this.#buffer.set(sid, JSON.parse(JSON.stringify(data)) as Data);
  }

  protected override forget(sid: string): void {
    this.#buffer.delete(sid);
    super.forget(sid);
  }

  #flush(): void {
    for (const [sid, data] of this.#buffer) super.keep(sid, data);
    this.#buffer.clear();
  }
}

export default (context: StoreContext) => new AcknowledgesEarly(context);
