import type { Fault } from './fault.ts';
import { pauseAndResume } from './pause-and-resume.ts';

/** A stall: the instance is stopped with everything that it has in flight, as by a long collection or a busy host. */
export const appPause: Fault = {
  site: 'app',
  usualMs: 2000,
  summary: 'an app instance is stopped for a while, its connections open',
  inject: pauseAndResume('app'),
};
