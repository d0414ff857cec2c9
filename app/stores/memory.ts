import type { OpenStore } from './store.ts';

/** express-session's own MemoryStore, as `session()` makes it when it is given no store. */
export const openMemory: OpenStore = ({ session }) =>
  Promise.resolve({
    store: new session.MemoryStore(),
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
