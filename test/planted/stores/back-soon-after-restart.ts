/**
 * No defect: it takes a moment to reach its server after the app was started anew, as any client of one does.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { OutOfReach } from '../out-of-reach.ts';
import { SharedRows } from '../shared-rows.ts';

const AWAY_MS = 500;

export default (context: StoreContext) => {
  const rows = new SharedRows();
  const untilMs = rows.isEmpty ? 0 : Date.now() + AWAY_MS;
  return new OutOfReach(context, () => Date.now() < untilMs, rows);
};
