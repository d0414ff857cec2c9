/**
 * Cannot read one session in two, as with a pool of connections that is too small.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { onceIn } from '../correct-store.ts';
import { ReadsFail } from '../out-of-reach.ts';

export default (context: StoreContext) => new ReadsFail(context, onceIn(2));
