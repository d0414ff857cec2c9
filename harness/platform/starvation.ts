import type { StarvedLine } from '../../protocol/history.ts';
import type { ProcessorTime } from './subject.ts';

/** For so much of the time its main thread was ready to run and did not, */
const WAITED_SHARE = 0.4;
/** and that for so many times as long as it ran: alone on the machine it would have done at least three times as much. */
const WAITED_TIMES = 2;
/** A process that itself has more than this of all processors has made the want of them. */
const OWN_SHARE = 0.5;

export interface Reading extends ProcessorTime {
  pid: number;
  atMs: number;
}

/**
 * What two readings of an instance, one after the other, say of a machine that was short, and not of an app that has much
 * to do, or waits for its store: undefined where they say nothing.
 */
export function starvedBetween(
  instance: string,
  [before, after]: readonly [Reading, Reading],
  processors: number,
): StarvedLine | undefined {
  const lastedMs = after.atMs - before.atMs;
  if (before.pid !== after.pid || lastedMs <= 0) return undefined;
  const waitedMs = after.waitedMs - before.waitedMs;
  const ranMs = after.ranMs - before.ranMs;
  const allThreadsRanMs = after.allThreadsRanMs - before.allThreadsRanMs;
  // What a process has had only grows: these are of two.
  if (Math.min(waitedMs, ranMs, allThreadsRanMs) < 0) return undefined;
  const isOwnDoing = allThreadsRanMs > OWN_SHARE * processors * lastedMs;
  if (waitedMs < WAITED_SHARE * lastedMs || waitedMs < WAITED_TIMES * ranMs || isOwnDoing) return undefined;
  // The kernel adds a wait when it is over: what is more than the time between the readings was before them.
  const since = Math.min(before.atMs, after.atMs - waitedMs);
  const [from, to, waited, ran] = [since, after.atMs, waitedMs, ranMs].map(Math.round);
  return { starved: instance, from, to, waitedMs: waited, ranMs: ran } as StarvedLine;
}
