/**
 * Acknowledges a destroy and keeps the session. As stores do whose key for deleting differs from that for writing
 * (a prefix applied twice, or not at all), so that the delete finds nothing and says nothing.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class DestroyForgets extends CorrectStore {
  protected override forget(sid: string): void {
    super.forget(`sess:${sid}`);
  }
}

export default (context: StoreContext) => new DestroyForgets(context);
