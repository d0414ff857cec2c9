/** What shows that a part was ended and started, whichever part it is. */
export const ENDED =
  'all its processes have ended, its port refused connections, and another process answers';
/** What shows that a part was paused. */
export const PAUSED = 'the system says of all its processes that they are stopped, and go on after';
/** What shows that what was not synced was undone, and that alone. */
export const SYNC_SEEN =
  "of two bytes of the harness's own the one that was synced is there, and the other is gone";
