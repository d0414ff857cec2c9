/**
 * Turns every text that looks like a date into a Date on reading. As revivers do that mean well: what is compared,
 * printed or saved again afterwards is no text any more.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Data } from '../correct-store.ts';

const DATE = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const revive = (_key: string, value: unknown) =>
  typeof value === 'string' && DATE.test(value) ? new Date(value) : value;

class RevivesDates extends CorrectStore {
  protected override find(sid: string): Data | undefined {
    const data = super.find(sid);
    return data && (JSON.parse(JSON.stringify(data), revive) as Data);
  }
}

export default (context: StoreContext) => new RevivesDates(context);
