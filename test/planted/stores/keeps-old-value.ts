/**
 * Merges the wrong way round: of a key that is there already the old value stays. As `INSERT ... ON CONFLICT DO
 * NOTHING` does where an upsert was meant, and `{ ...changes, ...current }`.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class KeepsOldValue extends CorrectStore {
  protected override keep(sid: string, data: Data): void {
    const { holdfast: before } = this.find(sid) ?? {};
    const { holdfast: after } = data;
    const values = Object.fromEntries(
      Object.entries(after.values).map(([key, value]) => [key, before?.values[key] ?? value]),
    );
    super.keep(sid, { ...data, holdfast: { ...after, values } });
  }
}

export default (context: StoreContext) => new KeepsOldValue(context);
