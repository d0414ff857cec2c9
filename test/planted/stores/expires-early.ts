/**
 * Lets sessions live for 45 % of their time. As a fixed time to live in the store does that is shorter than the
 * cookie's: a memcached slab under pressure, or a store's own default in place of the cookie's maxAge.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class ExpiresEarly extends CorrectStore {
  protected override lifeMs(): number {
    return this.ttlMs * 0.45;
  }
}

export default (context: StoreContext) => new ExpiresEarly(context);
