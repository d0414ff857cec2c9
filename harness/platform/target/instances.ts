import { z } from 'zod';
import { ABOUT_ROUTE } from '../../../protocol/about.ts';
import { HEADERS } from '../../../protocol/routes.ts';

/** One of eight instances is missed by so many askings with a chance of less than one in 5,000. */
export const ASKINGS = 64;
/** Side by side: each on a connection of its own, for a balancer that spreads connections and not requests. */
const AT_A_TIME = 8;
const ANSWER_LIMIT_MS = 5000;

const instanceSchema = z.object({ instance: z.string() });

/**
 * How many instances of the app answer at these addresses, by the names that their probes give: at least as many as
 * there are addresses, and more where a balancer stands at one. Each asking is a connection of its own.
 */
export async function countInstances(targets: readonly string[], signal: AbortSignal): Promise<number> {
  return Math.max(targets.length, (await instanceNames(targets, signal)).size);
}

/** The names that the probes at these addresses give. */
export async function instanceNames(targets: readonly string[], signal: AbortSignal): Promise<Set<string>> {
  const names = new Set<string>();
  for (const target of targets) {
    for (let asked = 0; asked < ASKINGS; asked += AT_A_TIME) {
      const askings = Array.from({ length: AT_A_TIME }, () => nameAt(target, signal));
      for (const name of await Promise.all(askings)) if (name !== undefined) names.add(name);
    }
  }
  return names;
}

/** What gives no name in time counts for nothing: the look before this one has said what is wrong there. */
async function nameAt(target: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(target + ABOUT_ROUTE, {
      headers: { connection: 'close', [HEADERS.probe]: '1' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
    });
    return instanceSchema.safeParse(await response.json()).data?.instance;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
