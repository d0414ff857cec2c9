import { endAndStart } from './end-and-start.ts';
import type { Fault } from './fault.ts';

/**
 * The store's server is killed (SIGKILL), and started again with the data that it left. What the operating system
 * had already taken from it is kept: this is a crash of the program, not of the machine.
 */
export const serverCrash: Fault = {
  site: 'server',
  usualMs: 0,
  summary: "the store's server is killed, and started again",
  inject: endAndStart('server', 'SIGKILL'),
};
