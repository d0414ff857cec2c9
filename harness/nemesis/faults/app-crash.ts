import { endAndStart } from './restart.ts';

/** A crash: the process is killed (SIGKILL), with whatever it had in flight, and is started again. */
export const appCrash = endAndStart('SIGKILL');
