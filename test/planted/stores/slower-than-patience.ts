/**
 * Takes longer to find a session than anybody waits.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

/** Many times as long as clients wait in the run. */
const TAKES_MS = 4000;

class SlowerThanPatience extends CorrectStore {
  override get(sid: string, found: (error: unknown, data?: Data | null) => void): void {
    setTimeout(() => super.get(sid, found), TAKES_MS);
  }
}

export default (context: StoreContext) => new SlowerThanPatience(context);
