/**
 * Its connection breaks every 1.2 s, and on reconnecting everything is gone. As with a memcached or a Redis without
 * persistence behind it that was restarted: the client reconnects, and nothing tells that the server is empty.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class LosesOnReconnect extends CorrectStore {
  constructor(context: StoreContext) {
    super(context);
    setInterval(() => this.rows.clear(), 1200).unref();
  }
}

export default (context: StoreContext) => new LosesOnReconnect(context);
