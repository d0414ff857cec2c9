import type { SampleLine } from '../../protocol/history.ts';
import type { Growth, Slope } from '../model/results.ts';

type Room = NonNullable<Growth['app']['room']>;

/** New sessions a second by which the time to the limit is told: any other is in proportion. */
const PER_SECOND = 50;

/** Sessions that are given back keep the heap from growing for good: only of what is still held is there a time. */
const HELD_MOSTLY = 0.5;

/**
 * The limit that the app's processes meet first, what they took up when the last visitor had come, and when they would meet
 * it. Undefined where the readings name no limit, as those of former versions do not.
 *
 * The time is the fitted line drawn on: linear, with the sessions spread evenly over the processes, and with what is
 * resident beside the heap staying what it was. Its bounds are those of the slope's 95 % interval.
 */
export function roomOf(
  readings: readonly SampleLine[],
  {
    lastVisitorMs,
    slope,
    grows,
    held,
  }: { lastVisitorMs: number; slope: Slope | null; grows: boolean; held: number | null },
): Room | undefined {
  const last = new Map<string, SampleLine>();
  for (const reading of readings)
    if (reading.at <= lastVisitorMs || !last.has(reading.target)) last.set(reading.target, reading);
  const each = [...last.values()];
  const heapLimitBytes = least(each.map((reading) => reading.heapLimitBytes));
  if (heapLimitBytes === undefined) return undefined;
  const memoryLimitBytes = least(each.map((reading) => reading.memoryLimitBytes));
  const heapBytes = total(each.map((reading) => reading.heapBytes));
  const rssBytes = total(each.map((reading) => reading.rssBytes));
  const beside = Math.max(0, rssBytes - heapBytes) / each.length;
  const isGroup = memoryLimitBytes !== undefined && memoryLimitBytes - beside < heapLimitBytes;
  const room: Room = {
    processes: each.length,
    heapBytes,
    rssBytes,
    limit: isGroup ? 'control group' : 'V8',
    limitBytes: isGroup ? memoryLimitBytes : heapLimitBytes,
  };
  if (slope === null || !grows || held === null || held < HELD_MOSTLY) return room;
  const mostHeap = (room.limitBytes - (isGroup ? beside : 0)) * each.length;
  const after = (bytesPerSession: number) =>
    Math.max(0, ((mostHeap - slope.interceptBytes) / bytesPerSession / PER_SECOND) * 1000);
  return {
    ...room,
    ahead: {
      perSecond: PER_SECOND,
      afterMs: after(slope.bytesPerSession),
      soonestMs: after(slope.high),
      latestMs: after(slope.low),
    },
  };
}

const total = (bytes: readonly (number | undefined)[]) =>
  bytes.reduce<number>((sum, each = 0) => sum + each, 0);

/** Of those that are known. */
function least(bytes: readonly (number | undefined)[]): number | undefined {
  const known = bytes.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
