/**
 * Gives numbers back as text. As every store does that keeps a session's fields in a Redis hash or in columns.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class NumbersToText extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    const values = data?.holdfast?.values ?? {};
    for (const [key, value] of Object.entries(values))
      if (typeof value === 'number') values[key] = String(value);
    return data;
  }
}

export default (context: StoreContext) => new NumbersToText(context);
