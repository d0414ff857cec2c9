/**
 * A touch is put off for 300 ms and then writes back the whole session as it was when it was touched, over whatever
 * was saved since. As stores without a real touch do that call `set` for it (express-session issue 632), with the
 * delay of stores that spare touches (connect-mongo's touchAfter).
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const PUT_OFF_MS = 300;

class TouchWritesOld extends CorrectStore {
  protected override renew(sid: string, data: Data): void {
    const touched = JSON.parse(JSON.stringify(data)) as Data;
    setTimeout(() => this.keep(sid, touched), PUT_OFF_MS);
  }
}

export default (context: StoreContext) => new TouchWritesOld(context);
