import { endAndStart } from './end-and-start.ts';
import type { Fault } from './fault.ts';

/** A deployment: the process is asked to end (SIGTERM), answers what is in flight, and is started again. */
export const appRestart: Fault = {
  site: 'app',
  usualMs: 0,
  summary: 'an app instance is asked to end, and started again',
  inject: endAndStart('app', 'SIGTERM'),
};
