import { endAndStart } from './end-and-start.ts';
import type { Fault } from './fault.ts';

/** A crash: the process is killed (SIGKILL), with whatever it had in flight, and is started again. */
export const appCrash: Fault = {
  site: 'app',
  usualMs: 0,
  summary: 'an app instance is killed, and started again',
  inject: endAndStart('app', 'SIGKILL'),
};
