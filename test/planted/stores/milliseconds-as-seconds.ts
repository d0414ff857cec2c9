/**
 * Hands the cookie's maxAge, which is in milliseconds, to something that takes seconds: a session lives a thousand
 * times too long. As `EX` with maxAge does in Redis.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class MillisecondsAsSeconds extends CorrectStore {
  protected override lifeMs(): number {
    return this.ttlMs * 1000;
  }
}

export default (context: StoreContext) => new MillisecondsAsSeconds(context);
