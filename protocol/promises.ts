/**
 * Promises that a store's documentation can make, and that Holdfast knows: a subject of one's own states them by these
 * names. `expires-on-server`: what has expired is gone there, whatever a client still shows; `touch-extends`: a request
 * that changes nothing keeps its session alive; `counts-sessions`, `lists-sessions` and `clears-sessions`: the optional
 * methods of express-session's stores.
 */
export const PROMISES = [
  'survives-app-restart',
  'shared-between-instances',
  'survives-server-restart',
  'survives-failover',
  'expires-on-server',
  'touch-extends',
  'counts-sessions',
  'lists-sessions',
  'clears-sessions',
] as const;

export type PromiseId = (typeof PROMISES)[number];
