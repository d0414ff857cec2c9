import type { Fault } from './fault.ts';
import { pauseAndResume } from './pause-and-resume.ts';

/** The store's server is stopped: it takes connections in and answers nothing. */
export const serverPause: Fault = {
  site: 'server',
  usualMs: 2000,
  summary: "the store's server is stopped for a while, its connections open",
  inject: pauseAndResume('server'),
};
