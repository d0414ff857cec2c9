/**
 * One read in 40 gives numbers with their digits in another order. As a torn read does, a buffer that is used again
 * too early, and two processes that write one file.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data } from '../correct-store.ts';

class GarblesValues extends CorrectStore {
  readonly #garbles = onceIn(40);

  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    const values = data?.holdfast?.values;
    if (values === undefined || !this.#garbles()) return data;
    for (const [key, value] of Object.entries(values))
      if (typeof value === 'number')
        values[key] = Number(String(value).split('').toReversed().join('')) + 0.5;
    return data;
  }
}

export default (context: StoreContext) => new GarblesValues(context);
