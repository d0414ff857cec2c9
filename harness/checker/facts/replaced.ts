import type { OperationLine } from '../../../protocol/history.ts';
import type { Cluster, Point } from './cluster.ts';

/**
 * A read of a value that had certainly been replaced: some operation of another value began after an operation of
 * this one had ended, and itself ended before the read began.
 */
export interface Replaced {
  read: OperationLine;
  /** Who wrote what it shows; absent for a key that was never set. */
  shown: OperationLine | undefined;
  /** The acknowledged update that it should have shown, or one as good; absent where only a read shows the newer value. */
  update: OperationLine | undefined;
  /** The latest operation that shows the newer value before this read. */
  seen: OperationLine;
  /** The update that wrote the newer value, where it is known. */
  writer: OperationLine | undefined;
  /**
   * `lost`: no read from this one on shows any update that it could have shown. `same`: it misses an update that was
   * lost before. `stale`: a later read shows it again. `backwards`: no acknowledged update, but this client's own
   * earlier read shows the newer value. `behind`: another client's read does.
   */
  how: 'lost' | 'same' | 'stale' | 'backwards' | 'behind';
  /** For `stale`: a read that shows the newer value after all. */
  again: OperationLine | undefined;
}

/** Reads of a replaced value, and updates that were lost, or stale and back. */
type Found = Map<OperationLine, 'misled' | 'lost' | 'stale'>;

interface Register {
  /** In order of start. */
  reads: readonly Point[];
  /** In order of end. */
  points: readonly Point[];
  /** The acknowledged updates among them. */
  updates: readonly Point[];
  unsetBy: (read: OperationLine) => number;
}

export function replacedReads({ reads, points, updates, unsetBy }: Register): Replaced[] {
  const replaced: Replaced[] = [];
  const newest = new Newest();
  const overwriting = new Current(updates);
  /** What was found of an operation so far; for most registers there is nothing. */
  let found: Found | undefined;
  let own: OwnReads | undefined;
  let passed = 0;
  for (const { op: read, cluster } of reads) {
    for (; passed < points.length; passed++) {
      const point = points[passed] as Point;
      // Closed intervals: equal timestamps overlap, so they never order two operations.
      if (point.op.end >= read.start) break;
      // A read of what had been replaced says nothing of what came last.
      if (found?.get(point.op) !== 'misled') newest.add(point);
    }
    const seen = newest.besides(cluster);
    if (seen === undefined) continue;
    const heldBy = cluster.value === null ? unsetBy(read) : cluster.minEnd;
    if (seen.op.start <= heldBy) continue;
    const current = overwriting.at(read.start, heldBy);
    found ??= new Map();
    found.set(read, 'misled');
    const fated = fate({ read, cluster, heldBy, current, passed }, found);
    const writer = fated.update ?? (seen.op.op === 'read' ? writeOf(seen, points) : seen.op);
    replaced.push({ read, shown: cluster.write, seen: seen.op, writer, ...fated });
  }
  return replaced;

  function fate(
    of: {
      read: OperationLine;
      cluster: Cluster;
      heldBy: number;
      current: Point[];
      passed: number;
    },
    found: Found,
  ): Pick<Replaced, 'how' | 'update' | 'again'> {
    const { read, current } = of;
    const [last] = current;
    if (last === undefined) {
      own ??= new OwnReads(points, found);
      const isOwn = own.newerThan(of);
      return { how: isOwn ? 'backwards' : 'behind', update: undefined, again: undefined };
    }
    const known = current.find(({ op }) => found.get(op) === 'lost');
    if (known !== undefined) return { how: 'same', update: known.op, again: undefined };
    const shows = current.find(
      ({ cluster, op }) =>
        found.get(op) === 'stale' ||
        (op.op === 'create' && cluster.value === null) ||
        (cluster.lastShown?.end ?? -Infinity) >= read.start,
    );
    if (shows !== undefined) {
      found.set(shows.op, 'stale');
      return { how: 'stale', update: shows.op, again: shows.cluster.lastShown };
    }
    found.set(last.op, 'lost');
    return { how: 'lost', update: last.op, again: undefined };
  }
}

/** Null has no one write, so it is looked for. */
const writeOf = ({ cluster: { write, value } }: Point, points: readonly Point[]) =>
  value === null
    ? points.find(({ op }) => op.op === 'write' && op.value === null)?.op
    : write?.op === 'write'
      ? write
      : undefined;

/** The two newest values by the latest start of an operation that is over: the newest besides any one value. */
class Newest {
  #first: Point | undefined;
  #second: Point | undefined;

  add(point: Point): void {
    const first = this.#first;
    if (first === undefined || point.op.start >= first.op.start) {
      if (first !== undefined && first.cluster !== point.cluster) this.#second = first;
      this.#first = point;
    } else if (point.cluster !== first.cluster) {
      if (this.#second === undefined || point.op.start > this.#second.op.start) this.#second = point;
    }
  }

  besides(cluster: Cluster): Point | undefined {
    return this.#first?.cluster === cluster ? this.#second : this.#first;
  }
}

/** The updates that a read must reckon with, for reads in order of their start. */
class Current {
  readonly #updates: readonly Point[];
  #passed = 0;
  #latestStart = -Infinity;

  constructor(updates: readonly Point[]) {
    this.#updates = updates;
  }

  /** Acknowledged before a time, begun after another, and not certainly overwritten by an acknowledged one since. */
  at(before: number, after: number): Point[] {
    for (; this.#passed < this.#updates.length; this.#passed++) {
      const { op } = this.#updates[this.#passed] as Point;
      if (op.end >= before) break;
      if (op.start > this.#latestStart) this.#latestStart = op.start;
    }
    const current: Point[] = [];
    // In order of end, so whatever ended before the latest began has only older ones before it.
    for (let i = this.#passed - 1; i >= 0; i--) {
      const point = this.#updates[i] as Point;
      if (point.op.end < this.#latestStart) break;
      if (point.op.start > after) current.push(point);
    }
    return current.toSorted((a, b) => b.op.start - a.op.start || b.op.end - a.op.end);
  }
}

/** What each client itself has read; worked out only where it is asked for. */
class OwnReads {
  readonly #points: readonly Point[];
  readonly #found: Found;
  readonly #newest = new Map<string, Newest>();
  #passed = 0;

  constructor(points: readonly Point[], found: Found) {
    this.#points = points;
    this.#found = found;
  }

  newerThan(of: { read: OperationLine; cluster: Cluster; heldBy: number; passed: number }): boolean {
    for (; this.#passed < of.passed; this.#passed++) {
      const point = this.#points[this.#passed] as Point;
      if (point.op.op !== 'read' || this.#found.get(point.op) === 'misled') continue;
      const newest = this.#newest.get(point.op.client) ?? new Newest();
      this.#newest.set(point.op.client, newest);
      newest.add(point);
    }
    const seen = this.#newest.get(of.read.client)?.besides(of.cluster);
    return seen !== undefined && seen.op.start > of.heldBy;
  }
}
