import cluster from 'node:cluster';
import { hostname } from 'node:os';

/** What an app tells the probe, in whatever framework. */
export interface MountOptions {
  /** Names by which the app is reached besides `localhost` and loopback and private addresses: `['my-app.test']`. */
  hosts?: readonly string[];
  /**
   * Answer where NODE_ENV is `production`, too: together with HOLDFAST_PROBE_IN_PRODUCTION=true in the environment.
   * Without both the probe is off there, and leaves all requests alone.
   */
  inProduction?: boolean;
  /** What histories call this process; its machine and process number where not given. */
  instance?: string;
}

/** Below this the probe answers, and nowhere else. */
export const PREFIX = '/probe/';

/** As the run calls it that started it, and breaks it by that name; workers of one app are several. */
export function instanceName(): string {
  const given = process.env['HOLDFAST_INSTANCE'];
  if (given === undefined) return `${hostname()}-${process.pid}`;
  return cluster.worker === undefined ? given : `${given}-${cluster.worker.id}`;
}

/** Whether it is to leave all requests alone, which it says once. */
export function isOff(inProduction: boolean): boolean {
  if (process.env['NODE_ENV'] !== 'production') return false;
  if (inProduction && process.env['HOLDFAST_PROBE_IN_PRODUCTION'] === 'true') return false;
  const missing = inProduction
    ? 'set HOLDFAST_PROBE_IN_PRODUCTION=true as well'
    : 'probe({ inProduction: true }) and HOLDFAST_PROBE_IN_PRODUCTION=true';
  console.warn(`holdfast: the probe is off, for NODE_ENV is production; to have it all the same: ${missing}`);
  return true;
}
