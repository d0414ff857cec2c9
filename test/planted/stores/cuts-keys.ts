/**
 * Keeps sessions under the first two letters of their id, upper and lower case alike. As a key column does that is too
 * short, with a collation that knows no case: two visitors share a session. (Of real ids more would have to be cut
 * off for two to meet within seconds, or more visitors to come.)
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const keyOf = (sid: string) => sid.slice(0, 2).toLowerCase();

class CutsKeys extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    return super.find(keyOf(sid));
  }

  protected override keep(sid: string, data: Data): void {
    super.keep(keyOf(sid), data);
  }

  protected override renew(sid: string, data: Data): void {
    super.renew(keyOf(sid), data);
  }

  protected override forget(sid: string): void {
    super.forget(keyOf(sid));
  }
}

export default (context: StoreContext) => new CutsKeys(context);
