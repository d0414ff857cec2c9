/**
 * Keeps sessions for good. As connect-redis did with `disableTTL`, and as every store does whose sweep never runs and
 * whose reads do not look at the time.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class IgnoresTtl extends CorrectStore {
  protected override lifeMs(): number {
    return Infinity;
  }
}

export default (context: StoreContext) => new IgnoresTtl(context);
