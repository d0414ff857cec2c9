/**
 * Cuts texts at 4,096 characters without a word. As a VARCHAR column does in MySQL without strict mode.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const LIMIT = 4096;

class TruncatesValues extends CorrectStore {
  protected override keep(sid: string, data: Data): void {
    const { holdfast } = data;
    const values = Object.fromEntries(
      Object.entries(holdfast.values).map(([key, value]) => [
        key,
        typeof value === 'string' ? value.slice(0, LIMIT) : value,
      ]),
    );
    super.keep(sid, { ...data, holdfast: { ...holdfast, values } });
  }
}

export default (context: StoreContext) => new TruncatesValues(context);
