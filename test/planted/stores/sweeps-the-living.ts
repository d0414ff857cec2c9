/**
 * A sweep once a second compares seconds with milliseconds and finds everything expired. As prune jobs do that get
 * their units, or their time zone, wrong.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, type Row } from '../correct-store.ts';

class SweepsTheLiving extends CorrectStore {
  constructor(context: StoreContext) {
    const rows = new Map<string, Row>();
    super(context, rows);
    setInterval(() => {
      for (const [sid, { expiresMs }] of rows) if (expiresMs / 1000 < Date.now()) rows.delete(sid);
    }, 1000).unref();
  }
}

export default (context: StoreContext) => new SweepsTheLiving(context);
