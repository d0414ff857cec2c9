import { endAndStart } from './restart.ts';

/** A deployment: the process is asked to end (SIGTERM), answers what is in flight, and is started again. */
export const appRestart = endAndStart('SIGTERM');
