/**
 * Says that its server is away, and never that it is back. express-session then hands every request on without a
 * session, for as long as the app runs.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';

const AWAY_AFTER_MS = 800;

export default (context: StoreContext) => {
  const store = new CorrectStore(context);
  setTimeout(() => store.emit('disconnect'), AWAY_AFTER_MS);
  return store;
};
