/**
 * Leaves out keys named `__proto__` and `constructor`. As secure-json-parse does when it is told to remove them, and
 * every copy by plain assignment does with the first.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';
import { mapped } from '../mapped.ts';

class DropsProto extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    return (
      data &&
      mapped(data, {
        entry: (key, value) => (/^(__proto__|constructor)$/.test(key) ? undefined : [key, value]),
      })
    );
  }
}

export default (context: StoreContext) => new DropsProto(context);
