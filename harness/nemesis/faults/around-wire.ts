import { METRICS } from '../../../protocol/metrics.ts';
import { metricsOf } from '../../platform/metrics-of.ts';
import type { AppInstance } from '../../platform/subject.ts';
import type { Evidence } from './fault.ts';

const sample = (name: string, of = '') =>
  new RegExp(`^${name}\\{(?=[^}]*operation="set")${of}[^}]*\\} ([\\d.e+-]+)$`, 'm');
const SAVES = sample(`${METRICS.storeSeconds}_count`);
const ERRORS = sample(METRICS.storeErrors);
/** The metrics' longest bucket in which nothing falls that a slow wire has held back. */
const QUICK = sample(`${METRICS.storeSeconds}_bucket`, '(?=[^}]*le="0\\.125")');

interface Saves {
  saved: number;
  failed: number;
  /** Of all, those that were answered sooner than a slow wire lets them be. */
  quick: number;
}

/** How many saves an instance's store has acknowledged and refused; undefined where its app does not tell. */
export function savesIn(metrics: string): Saves | undefined {
  const calls = SAVES.exec(metrics)?.[1];
  if (calls === undefined) return undefined;
  const failed = Number(ERRORS.exec(metrics)?.[1] ?? 0);
  return { saved: Number(calls) - failed, failed, quick: Number(QUICK.exec(metrics)?.[1] ?? 0) };
}

const savesOf = (instance: AppInstance): Promise<Saves | undefined> =>
  metricsOf(instance).then(savesIn, () => undefined);

/**
 * Begins to watch whether an instance goes around a wire that has just been cut, or slowed down so long ago that what
 * was sent before is through. What it gives tells, while the wire is still so, what the instance saw of it; and rejects
 * if its store acknowledged saves meanwhile that cannot have gone over the wire: then it has another way to its server,
 * and nothing was broken. Reads are no such sign, as they may come from a cache.
 */
export async function watchAround(
  instance: AppInstance | undefined,
  wireIs: 'cut' | 'slow',
): Promise<() => Promise<Evidence>> {
  if (instance === undefined) return () => Promise.resolve({});
  // What had come over the wire before is taken in before the second of two requests is answered.
  await savesOf(instance);
  const before = await savesOf(instance);
  return async () => {
    const after = await savesOf(instance);
    // An instance that began anew counts from zero, and one that does not answer says nothing.
    if (before === undefined || after === undefined || after.saved < before.saved) return {};
    const saved = after.saved - before.saved;
    const failed = after.failed - before.failed;
    // Those that failed may all have failed at once.
    const around = wireIs === 'cut' ? saved : after.quick - before.quick - failed;
    if (around > 0)
      throw new Error(
        `the store of ${instance.name} acknowledged ${around} saves ${DOING[wireIs]}: it goes around the wire, or acknowledges what has not reached its server`,
      );
    return { savedMeanwhile: saved, failedMeanwhile: failed };
  };
}

const DOING = { cut: 'while its wire was cut', slow: 'sooner than its slow wire lets them through' } as const;
