import type { Growth } from '../model/results.ts';
import { counted, formatBytes, formatSpan } from '../units.ts';

const LIMITS = { V8: "V8's limit of the heap", 'control group': "the control group's limit" } as const;

/**
 * When the app would meet its limit, and what that rests on: `at 50 new sessions a second this process reaches 512 MB, V8's
 * limit of the heap, in 3 h 10 min (2 h 50 min to 3 h 40 min), if ...`. Undefined where nothing grew for good.
 */
export function aheadInWords({ room }: Growth['app']): string | undefined {
  if (room?.ahead === undefined) return undefined;
  const { processes, limit, limitBytes, ahead } = room;
  const isOne = processes === 1;
  const who = isOne ? 'this process reaches' : `each of these ${processes} processes reaches`;
  const when = `${formatSpan(ahead.afterMs)} (${formatSpan(ahead.soonestMs)} to ${formatSpan(ahead.latestMs)})`;
  const spread = isOne ? '' : ' and each gets as many sessions as the others';
  return `at ${ahead.perSecond} new sessions a second ${who} ${formatBytes(limitBytes)}, ${LIMITS[limit]}, in ${when}, if the heap goes on growing in a line as it did up to ${formatBytes(room.heapBytes)}${spread}`;
}

/** Heap, resident memory and the limit beside each other. */
export function roomInWords({ room }: Growth['app']): string | undefined {
  if (room === undefined) return undefined;
  const { processes, heapBytes, rssBytes, limit, limitBytes } = room;
  const of = processes === 1 ? '' : `, ${counted(processes, 'process')} together`;
  return `heap ${formatBytes(heapBytes)}, resident ${formatBytes(rssBytes)} after the last visitor${of}; ${LIMITS[limit]}: ${formatBytes(limitBytes)}${processes === 1 ? '' : ' each'}`;
}
