import { METRICS } from '../../../protocol/metrics.ts';
import { metricsOf } from '../../platform/metrics-of.ts';
import type { AppInstance, ReadSession } from '../../platform/subject.ts';
import type { Evidence } from './fault.ts';

const sample = (name: string) => new RegExp(`^${name}\\{(?=[^}]*operation="set")[^}]*\\} ([\\d.e+-]+)$`, 'm');
const SAVES = sample(`${METRICS.storeSeconds}_count`);
const ERRORS = sample(METRICS.storeErrors);
const BUCKETS = new RegExp(
  `^${METRICS.storeSeconds}_bucket\\{(?=[^}]*operation="set")[^}]*le="([\\d.]+)"[^}]*\\} ([\\d.e+-]+)$`,
  'gm',
);

const TELLING = [METRICS.storeSeconds, METRICS.storeErrors];

/** How many saves an instance's store has acknowledged and refused. */
export interface Saves {
  saved: number;
  failed: number;
  /** Of all, by the upper bounds of their times in milliseconds, lowest first. */
  within: readonly { ms: number; calls: number }[];
}

/** What an app tells of its saves; undefined where it does not tell. */
export function savesIn(metrics: string): Saves | undefined {
  const calls = SAVES.exec(metrics)?.[1];
  if (calls === undefined) return undefined;
  const failed = Number(ERRORS.exec(metrics)?.[1] ?? 0);
  const within = [...metrics.matchAll(BUCKETS)]
    .map(([, bound, count]) => ({ ms: Number(bound) * 1000, calls: Number(count) }))
    .toSorted((one, other) => one.ms - other.ms);
  return { saved: Number(calls) - failed, failed, within };
}

const savesOf = (instance: AppInstance): Promise<Saves | undefined> =>
  metricsOf(instance, TELLING).then(savesIn, () => undefined);

/** What cannot have gone over a wire that is as it should be. */
export interface Sign {
  /** What they did, after `acknowledged 3 saves`. */
  doing: string;
  /** How many saves, of those between two looks. */
  count: (looks: { before: Saves; after: Saves; elapsedMs: number }) => number;
  /** How soon the app can give out a session that is kept behind the wire; absent: as soon as ever. */
  soonestReadMs?: number;
}

/** Over a wire through which nothing comes back, none can be acknowledged. */
export const acknowledged = (doing: string): Sign => ({
  doing,
  count: ({ before, after }) => after.saved - before.saved,
  soonestReadMs: Infinity,
});

/** Those that were answered sooner than it takes, as far as the buckets of the metrics tell. */
export const soonerThan = (leastMs: number): Sign => ({
  doing: 'sooner than its slow wire lets them through',
  count: ({ before, after }) => {
    const at = after.within.findLastIndex(({ ms }) => ms < leastMs);
    const calls = ({ within }: Saves) => within[at]?.calls ?? 0;
    // Those that failed may all have failed at once.
    return calls(after) - calls(before) - (after.failed - before.failed);
  },
  soonestReadMs: leastMs,
});

/** A session takes more than that on any wire: it has its cookie. */
const LEAST_BYTES = 20;
/** What was on its way when it began. */
const UNDER_WAY = 100;

/** More than a wire of that rate can have carried. */
export const moreThan = (rateKBps: number): Sign => ({
  doing: 'more than its narrow wire can carry',
  count: ({ before, after, elapsedMs }) =>
    after.saved - before.saved - UNDER_WAY - Math.ceil((rateKBps * elapsedMs) / LEAST_BYTES),
});

/**
 * Begins to watch whether an instance goes around a wire that is broken by now, so long ago that what was sent before is
 * through. What it gives tells, while the wire is still so, what the instance saw of it; and rejects if its store
 * acknowledged saves meanwhile that cannot have gone over the wire: then it has another way to its server, and nothing
 * was broken. Reads are no such sign, as they may come from a cache; but of an app that tells nothing of its saves they
 * are all that there is to see.
 */
export async function watchAround(
  instance: AppInstance | undefined,
  sign?: Sign,
  read?: ReadSession,
): Promise<() => Promise<Evidence>> {
  if (read !== undefined) return watchReading(read, sign);
  if (instance === undefined) return () => Promise.resolve({});
  // What had come over the wire before is taken in before the second of two requests is answered.
  await savesOf(instance);
  const before = await savesOf(instance);
  const fromMs = performance.now();
  return async () => {
    const after = await savesOf(instance);
    // An instance that began anew counts from zero, and one that does not answer says nothing.
    if (before === undefined || after === undefined || after.saved < before.saved) return {};
    const around = sign?.count({ before, after, elapsedMs: performance.now() - fromMs }) ?? 0;
    if (sign !== undefined && around > 0)
      throw new Error(
        `the store of ${instance.name} acknowledged ${around} saves ${sign.doing}: it goes around the wire, or acknowledges what has not reached its server`,
      );
    return { savedMeanwhile: after.saved - before.saved, failedMeanwhile: after.failed - before.failed };
  };
}

/** The look begins at once, so that it is over with the fault. */
function watchReading(read: ReadSession, sign: Sign | undefined): () => Promise<Evidence> {
  const reading = read();
  reading.catch(() => {});
  return async () => {
    const readMs = await reading;
    if (readMs === undefined) return { atApp: 'it could not read a session' };
    if (sign?.soonestReadMs !== undefined && readMs < sign.soonestReadMs)
      throw new Error(
        `the app gave out a session after ${Math.round(readMs)} ms, ${sign.doing}: its sessions are not there, or not only there, or it goes around the wire`,
      );
    return { atApp: `it read a session in ${Math.round(readMs)} ms` };
  };
}
