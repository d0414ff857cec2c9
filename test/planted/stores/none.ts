/** No defect: what the others are made of, on rows that all instances share. It must be found clean. */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';
import { SharedRows } from '../shared-rows.ts';

export default (context: StoreContext) => new CorrectStore(context, new SharedRows());
