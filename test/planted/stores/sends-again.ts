/**
 * One write in ten is taken for lost and sent again 500 ms later, over what was saved since. As a driver does that
 * sends again what was in flight when its connection broke (ioredis: autoResendUnfulfilledCommands).
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data } from '../correct-store.ts';

class SendsAgain extends CorrectStore {
  readonly #isRepeated = onceIn(10);

  protected override keep(sid: string, data: Data): void {
    const copy = JSON.parse(JSON.stringify(data)) as Data;
    super.keep(sid, copy);
    if (this.#isRepeated()) setTimeout(() => super.keep(sid, copy), 500);
  }
}

export default (context: StoreContext) => new SendsAgain(context);
