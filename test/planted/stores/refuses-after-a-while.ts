/**
 * Serves a number of calls and refuses all others, as a service does whose quota is used up.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { OutOfReach } from '../out-of-reach.ts';

const QUOTA = 300;

export default (context: StoreContext) => {
  let calls = 0;
  return new OutOfReach(context, () => ++calls > QUOTA);
};
