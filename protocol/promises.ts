/** Promises that a store's documentation can make, and that Holdfast knows: a subject of one's own states them by these names. */
export const PROMISES = [
  'survives-app-restart',
  'shared-between-instances',
  'survives-server-restart',
  'expires-on-server',
  'touch-extends',
  'counts-sessions',
  'lists-sessions',
  'clears-sessions',
] as const;
