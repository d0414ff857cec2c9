/**
 * Keeps numbers in single precision: whole ones from 16,777,216 on come back as their even neighbours. As FLOAT
 * columns do, and, from 2^53 on, everything that parses JSON into doubles.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class RoundsNumbers extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    const values = data?.holdfast?.values ?? {};
    for (const [key, value] of Object.entries(values))
      if (typeof value === 'number') values[key] = Math.fround(value);
    return data;
  }
}

export default (context: StoreContext) => new RoundsNumbers(context);
