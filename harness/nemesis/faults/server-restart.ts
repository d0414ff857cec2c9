import { endAndStart } from './end-and-start.ts';
import type { Fault } from './fault.ts';

/** An upgrade of the store's server: it is asked to end (SIGTERM), and started again with the data that it left. */
export const serverRestart: Fault = {
  site: 'server',
  usualMs: 0,
  summary: "the store's server is asked to end, and started again",
  inject: endAndStart('server', 'SIGTERM'),
};
