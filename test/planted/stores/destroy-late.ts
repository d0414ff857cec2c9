/**
 * Acknowledges a destroy and does it 400 ms later. As a delete does that is only put in a queue, or that goes to the
 * primary while reads come from a replica.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

class DestroyLate extends CorrectStore {
  protected override forget(sid: string): void {
    setTimeout(() => super.forget(sid), 400);
  }
}

export default (context: StoreContext) => new DestroyLate(context);
