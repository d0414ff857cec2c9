/**
 * Leaves out keys that begin with `$`. As sanitizers do that keep operators out of MongoDB, where they may go too far
 * for the session of a shop.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';
import { mapped } from '../mapped.ts';

class DropsDollars extends CorrectStore {
  protected override keep(sid: string, data: Data): void {
    const plain = JSON.parse(JSON.stringify(data)) as Data;
    super.keep(
      sid,
      mapped(plain, { entry: (key, value) => (key.startsWith('$') ? undefined : [key, value]) }),
    );
  }
}

export default (context: StoreContext) => new DropsDollars(context);
