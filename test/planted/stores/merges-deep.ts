/**
 * Merges what it saves into what it has, key by key, so that a key that was removed stays. As MongoDB's `$set` of
 * dotted paths does, a JSON merge without nulls, and a session's fields in a Redis hash.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

class MergesDeep extends CorrectStore {
  protected override keep(sid: string, data: Data): void {
    const { holdfast: before } = this.find(sid) ?? {};
    const { holdfast: after } = data;
    const values = { ...before?.values, ...after.values };
    super.keep(sid, { ...data, holdfast: { ...after, values } });
  }
}

export default (context: StoreContext) => new MergesDeep(context);
