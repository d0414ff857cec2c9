/**
 * Every third write goes over a slower connection and lands 450 ms later, after younger ones. As a pool of
 * connections does to writes that nobody awaits one after the other.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data } from '../correct-store.ts';

class ReordersWrites extends CorrectStore {
  readonly #isSlow = onceIn(3);

  protected override keep(sid: string, data: Data): void {
    const copy = JSON.parse(JSON.stringify(data)) as Data;
    if (this.#isSlow()) setTimeout(() => super.keep(sid, copy), 450);
    else super.keep(sid, copy);
  }
}

export default (context: StoreContext) => new ReordersWrites(context);
