import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './living.ts';
import { killIfSame, startOf, type ProcessId } from './start-of.ts';

/** Who is busy in the kernel, as with a mount, ends when that is done. */
const GONE_LIMIT_MS = 5000;
const LOOK_EVERY_MS = 20;

/**
 * Kills processes that are what they were, and waits until they are gone: until then they may still do something, such as
 * mount. Resolves to how many it has killed; waits no longer than some seconds.
 */
export async function killAll(processes: readonly ProcessId[]): Promise<number> {
  const killed = processes.filter(killIfSame);
  const until = Date.now() + GONE_LIMIT_MS;
  while (killed.some(isThere) && Date.now() < until) await delay(LOOK_EVERY_MS);
  return killed.length;
}

const isThere = ({ pid, started }: ProcessId) => isAlive(pid) && startOf(pid) === started;
