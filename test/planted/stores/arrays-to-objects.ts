/**
 * Gives an array back as an object with numbers for keys. As formats do that know no arrays: Redis hashes, form
 * encodings, PHP and Lua.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';
import { mapped } from '../mapped.ts';

class ArraysToObjects extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    return data && mapped(data, { array: (elements) => Object.fromEntries(elements.entries()) });
  }
}

export default (context: StoreContext) => new ArraysToObjects(context);
