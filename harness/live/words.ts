import { found } from '../model/found.ts';
import { counted, formatBytes, formatCount, formatMs, formatPercent } from '../units.ts';
import type { Judged } from './messages.ts';
import type { LiveMeter, Served } from './meter.ts';

/** What part was served; as long as one operation was not, never all. */
export function servedShare({ operations, unserved }: Served): string {
  if (operations === 0) return 'nothing was asked yet';
  return unserved === 0 ? '100 %' : formatPercent(1 - unserved / operations);
}

export const latencyInWords = ({ p50Ms, p99Ms }: Served): string =>
  p50Ms === null || p99Ms === null ? 'none' : `p50 ${formatMs(p50Ms)}, p99 ${formatMs(p99Ms)}`;

/** A judgement of a part says what was found, and never that there is nothing. */
export function anomaliesInWords(judged: Judged | undefined, doubt: string | undefined): string {
  if (doubt !== undefined) return doubt;
  if (judged === undefined) return 'not looked yet';
  const kinds = found(judged.anomalies).map(([kind, count]) => `${formatCount(count)} ${kind}`);
  return `${kinds.length === 0 ? 'none' : kinds.join(', ')} up to ${formatMs(judged.atMs)}`;
}

export function heapInWords({ heap }: LiveMeter): string | undefined {
  if (heap === undefined) return undefined;
  const { bytes, grownBytes, overMs } = heap;
  const sign = grownBytes < 0 ? 'less' : 'more';
  return `${formatBytes(bytes)}, ${formatBytes(Math.abs(grownBytes))} ${sign} than ${formatMs(overMs)} before`;
}

/** All of it in a line, for a terminal. */
export function inALine(meter: LiveMeter, judged: Judged | undefined, doubt: string | undefined): string {
  const heap = heapInWords(meter);
  return [
    `served ${servedShare(meter.total)} of ${counted(meter.total.operations, 'operation')}`,
    `now ${formatCount(Math.round(meter.now.perSecond))}/s, ${latencyInWords(meter.now)}`,
    `anomalies so far: ${anomaliesInWords(judged, doubt)}`,
    ...(heap === undefined ? [] : [`heap ${heap}`]),
  ].join(' · ');
}
