import { METRICS } from '../../../protocol/metrics.ts';
import { metricsOf } from '../../platform/metrics-of.ts';
import type { AppInstance } from '../../platform/subject.ts';
import type { Evidence } from './fault.ts';

const sample = (name: string) => new RegExp(`^${name}\\{[^}]*operation="set"[^}]*\\} ([\\d.e+-]+)$`, 'm');
const SAVES = sample(`${METRICS.storeSeconds}_count`);
const ERRORS = sample(METRICS.storeErrors);

interface Saves {
  saved: number;
  failed: number;
}

/** How many saves an instance's store has acknowledged and refused; undefined where its app does not tell. */
export function savesIn(metrics: string): Saves | undefined {
  const calls = SAVES.exec(metrics)?.[1];
  if (calls === undefined) return undefined;
  const failed = Number(ERRORS.exec(metrics)?.[1] ?? 0);
  return { saved: Number(calls) - failed, failed };
}

const savesOf = (instance: AppInstance): Promise<Saves | undefined> =>
  metricsOf(instance).then(savesIn, () => undefined);

/**
 * Begins to watch whether an instance goes around a wire that has just been cut. What it gives tells, while the wire is
 * still cut, what the instance saw of it; and rejects if its store acknowledged saves meanwhile: then it has another
 * way to its server, and nothing was broken. Reads are no such sign, as they may come from a cache.
 */
export async function watchAround(instance: AppInstance | undefined): Promise<() => Promise<Evidence>> {
  if (instance === undefined) return () => Promise.resolve({});
  // What had come over the wire before the cut is taken in before the second of two requests is answered.
  await savesOf(instance);
  const before = await savesOf(instance);
  return async () => {
    const after = await savesOf(instance);
    // An instance that began anew counts from zero, and one that does not answer says nothing.
    if (before === undefined || after === undefined || after.saved < before.saved) return {};
    const saved = after.saved - before.saved;
    if (saved > 0)
      throw new Error(
        `the store of ${instance.name} acknowledged ${saved} saves while its wire was cut: it goes around the wire, or acknowledges what has not reached its server`,
      );
    return { savedMeanwhile: 0, failedMeanwhile: after.failed - before.failed };
  };
}
