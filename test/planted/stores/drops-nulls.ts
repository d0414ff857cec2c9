/** Leaves out what is null. As Lua tables do, protocol buffers, and serializers that are told to save space. */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';
import { mapped } from '../mapped.ts';

class DropsNulls extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    return data && mapped(data, { entry: (key, value) => (value === null ? undefined : [key, value]) });
  }
}

export default (context: StoreContext) => new DropsNulls(context);
