/**
 * A touch takes the time limit away instead of moving it. As a plain SET does in Redis to a key that had an expiry.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Row } from '../correct-store.ts';

class TouchMakesImmortal extends CorrectStore {
  protected override renew(sid: string): void {
    const row = this.rows.get(sid);
    if (row !== undefined) this.rows.set(sid, { ...row, expiresMs: Infinity } satisfies Row);
  }
}

export default (context: StoreContext) => new TouchMakesImmortal(context);
