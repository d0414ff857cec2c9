/**
 * One write in 20 is acknowledged and never done. As writes with write concern 0 are (MongoDB's unacknowledged
 * writes), and as UDP or a full socket buffer does to a cache that answers for its client.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data } from '../correct-store.ts';

class DropsWrites extends CorrectStore {
  readonly #drops = onceIn(20);

  protected override keep(sid: string, data: Data): void {
    if (!this.#drops()) super.keep(sid, data);
  }
}

export default (context: StoreContext) => new DropsWrites(context);
