/**
 * Takes longer to reach its server after the app was started anew than the run allows.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { OutOfReach } from '../out-of-reach.ts';
import { SharedRows } from '../shared-rows.ts';

/** Twice as long as the run allows. */
const AWAY_MS = 6000;

export default (context: StoreContext) => {
  const rows = new SharedRows();
  const untilMs = rows.isEmpty ? 0 : Date.now() + AWAY_MS;
  return new OutOfReach(context, () => Date.now() < untilMs, rows);
};
