/**
 * Does not reach its server any more once the app was started anew, as with a lease that nobody gave back.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { OutOfReach } from '../out-of-reach.ts';
import { SharedRows } from '../shared-rows.ts';

export default (context: StoreContext) => {
  const rows = new SharedRows();
  const wasRestarted = !rows.isEmpty;
  return new OutOfReach(context, () => wasRestarted, rows);
};
