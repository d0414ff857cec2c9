/**
 * Acknowledges a touch and does not extend the session's life: whoever only reads is logged out. As stores with
 * `disableTouch` do, and touch methods that update a column that nobody looks at.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class TouchDoesNothing extends CorrectStore {
  protected override renew(): void {}
}

export default (context: StoreContext) => new TouchDoesNothing(context);
