/**
 * Works out the TTL in seconds and hands it to something that takes milliseconds: ten minutes become 0.6 s. As
 * `PX` for `EX` does in Redis.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class SecondsAsMilliseconds extends CorrectStore {
  protected override lifeMs(): number {
    return this.ttlMs / 1000;
  }
}

export default (context: StoreContext) => new SecondsAsMilliseconds(context);
