/**
 * Nothing that counts: it cannot read one session in a hundred, and that is as much as may fail. Making a session reads
 * none, so that of all requests a little less does.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { onceIn } from '../correct-store.ts';
import { ReadsFail } from '../out-of-reach.ts';

export default (context: StoreContext) => new ReadsFail(context, onceIn(100));
