import { bisector } from 'd3-array';
import type { OperationLine } from '../../../protocol/history.ts';
import type { Cluster, Point } from './cluster.ts';

/** Two values of which each was certainly held before the other, and a read that shows the one of them too late. */
export interface Conflict {
  read: OperationLine;
  other: OperationLine;
  writes: OperationLine[];
}

interface Zone {
  cluster: Cluster;
  low: number;
  high: number;
}

/**
 * Gibbons and Korach, Testing Shared Memories (1997): with unique values, an order exists just when no two forward
 * zones overlap and no backward zone lies within a forward one. A zone runs from the first end to the last start of
 * the operations of one value; it is forward where the end comes first. In both cases of conflict each value has an
 * operation that ended before one of the other's began.
 */
export function conflict(clusters: Iterable<Cluster>, points: readonly Point[]): Conflict | undefined {
  const forward: Zone[] = [];
  const backward: Zone[] = [];
  for (const cluster of clusters) {
    const { minEnd, maxStart } = cluster;
    if (minEnd < maxStart) forward.push({ cluster, low: minEnd, high: maxStart });
    else backward.push({ cluster, low: maxStart, high: minEnd });
  }
  forward.sort((a, b) => a.low - b.low);
  for (let i = 1; i < forward.length; i++) {
    const [one, other] = [forward[i - 1] as Zone, forward[i] as Zone];
    // Up to here they do not overlap, so the one before reaches furthest.
    if (other.low < one.high) return between(one.cluster, other.cluster, points);
  }
  for (const zone of backward) {
    const around = lastBelow(forward, zone.low);
    if (around !== undefined && zone.high < around.high) return between(zone.cluster, around.cluster, points);
  }
  return undefined;
}

const byLow = bisector(({ low }: Zone) => low);

const lastBelow = (zones: readonly Zone[], time: number): Zone | undefined =>
  zones[byLow.left(zones, time) - 1];

/** One of the two reads is certainly of a replaced value: of the two values, that which is not shown last. */
function between(one: Cluster, other: Cluster, points: readonly Point[]): Conflict | undefined {
  const reads = (cluster: Cluster) =>
    points
      .filter((point) => point.cluster === cluster && point.op.op === 'read')
      .map(({ op }) => op)
      .toSorted((a, b) => b.start - a.start || b.end - a.end);
  const [last, lastOther] = [reads(one)[0], reads(other)[0]];
  const writes = [one.write, other.write].filter((write) => write !== undefined);
  if (last === undefined || lastOther === undefined) {
    const read = last ?? lastOther;
    return read && { read, other: read, writes };
  }
  return last.end <= lastOther.end
    ? { read: last, other: lastOther, writes }
    : { read: lastOther, other: last, writes };
}
