/** What shows that a part was ended and started, whichever part it is. */
export const ENDED =
  'all its processes have ended, its port refused connections, and another process answers';
/** What shows that a part was paused. */
export const PAUSED = 'the system says of all its processes that they are stopped, and go on after';
