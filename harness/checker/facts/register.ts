import type { OperationLine, Value } from '../../../protocol/history.ts';
import { Latest } from './latest.ts';
import { replacedReads, type Replaced } from './replaced.ts';
import { mayTakeEffect, settledBy, tookEffect } from './terms.ts';
import { conflict, type Conflict } from './zones.ts';

/** One value of a register with the operations that wrote and read it. */
export interface Cluster {
  value: Value;
  write: OperationLine | undefined;
  /** By this time the register certainly held the value. */
  minEnd: number;
  /** Until this time the register certainly had not held it for the last time. */
  maxStart: number;
  /** The last read that shows it. */
  lastShown: OperationLine | undefined;
}

/** An acknowledged update of a register, or a read of it: at some moment within it the register held the value. */
export interface Point {
  op: OperationLine;
  cluster: Cluster;
}

/** What one key of one session went through. Every operation of `ops` is of this key, in order of start. */
export interface RegisterFacts {
  key: string;
  /** Reads of a value whose write certainly failed. */
  aborted: { read: OperationLine; write: OperationLine }[];
  /** Reads of a value that was written only after them. */
  early: { read: OperationLine; write: OperationLine }[];
  /** Reads of a value that this session never wrote to this key. */
  unknown: OperationLine[];
  /** Reads of a value that was certainly written before an acknowledged end of the session. */
  revived: { read: OperationLine; write: OperationLine; end: OperationLine }[];
  /** Reads of a value that had certainly been replaced. */
  replaced: Replaced[];
  /** Where no single read is at fault, and yet no order explains them all. */
  conflict: Conflict | undefined;
  /** Second writes of one value: then nothing is judged. */
  twice: OperationLine[];
  /** Ok reads that showed the session, null or not. */
  reads: OperationLine[];
  /** Acknowledged updates, in order of their end. */
  updates: Point[];
  /** Writes that certainly failed. */
  failed: OperationLine[];
}

/** What may have emptied the whole session, this key included, and when. */
export interface Emptying {
  start: number;
  end: number;
  op: OperationLine | undefined;
}

export interface RegisterContext {
  emptyings: readonly Emptying[];
  /** Acknowledged destroys and regenerates, by their end, the latest begun first. */
  lastEnd: Latest<OperationLine> | undefined;
  /** Reads that are another anomaly's: of a session that had ended. */
  undead: ReadonlySet<OperationLine>;
  isSequential: boolean;
}

export function registerFacts(
  key: string,
  ops: readonly OperationLine[],
  context: RegisterContext,
): RegisterFacts {
  const facts: RegisterFacts = {
    key,
    aborted: [],
    early: [],
    unknown: [],
    revived: [],
    replaced: [],
    conflict: undefined,
    twice: [],
    reads: [],
    updates: [],
    failed: [],
  };
  const clusters = new Map<Value, Cluster>();
  const unset: Cluster = {
    value: null,
    write: undefined,
    minEnd: Infinity,
    maxStart: -Infinity,
    lastShown: undefined,
  };
  const emptyings: Emptying[] = [];
  const points: Point[] = [];
  let wroteNull = false;

  for (const emptying of context.emptyings) {
    // A creation that sets this key at once does not leave it unset.
    if (emptying.op?.key === key && emptying.op.value !== undefined) continue;
    emptyings.push(emptying);
    if (emptying.op?.op !== 'create') wroteNull = true;
    else if (tookEffect(emptying.op)) {
      const point = { op: emptying.op, cluster: unset };
      points.push(point);
      facts.updates.push(point);
    }
  }
  for (const op of ops) {
    if (op.op === 'read' || op.owner !== undefined) continue;
    if (op.op === 'remove' || (op.op !== 'regenerate' && op.value === null)) {
      if (!mayTakeEffect(op)) continue;
      wroteNull = true;
      emptyings.push({ start: op.start, end: settledBy(op), op });
      if (tookEffect(op)) {
        const point = { op, cluster: unset };
        points.push(point);
        facts.updates.push(point);
      }
    } else if ((op.op === 'write' || op.op === 'create') && op.value !== undefined) {
      if (!mayTakeEffect(op)) {
        facts.failed.push(op);
        continue;
      }
      const end = settledBy(op);
      if (clusters.has(op.value)) {
        facts.twice.push(op);
        continue;
      }
      const cluster = { value: op.value, write: op, minEnd: end, maxStart: op.start, lastShown: undefined };
      clusters.set(op.value, cluster);
      if (end === Infinity) continue;
      const point = { op, cluster };
      points.push(point);
      facts.updates.push(point);
    }
  }

  const reads: Point[] = [];
  for (const op of ops) {
    if (op.op !== 'read' || op.value === undefined || !tookEffect(op)) continue;
    facts.reads.push(op);
    if (context.undead.has(op)) continue;
    const cluster = op.value === null ? unset : clusters.get(op.value);
    if (cluster === undefined) {
      const write = facts.failed.find(({ value }) => value === op.value);
      if (write === undefined) facts.unknown.push(op);
      else facts.aborted.push({ read: op, write });
      continue;
    }
    const { write } = cluster;
    if (write !== undefined && op.end < write.start) {
      facts.early.push({ read: op, write });
      continue;
    }
    if (write !== undefined && tookEffect(write)) {
      const end = context.lastEnd?.before(op.start);
      if (end !== undefined && end.start > write.end) {
        facts.revived.push({ read: op, write, end });
        continue;
      }
    }
    const point = { op, cluster };
    reads.push(point);
    points.push(point);
    if (cluster.lastShown === undefined || op.end > cluster.lastShown.end) cluster.lastShown = op;
    if (op.start > cluster.maxStart) cluster.maxStart = op.start;
    if (op.end < cluster.minEnd) cluster.minEnd = op.end;
  }
  if (facts.twice.length > 0) return { ...facts, revived: [] };

  const unsetBy = boundOfUnset(unset, emptyings, wroteNull);
  points.sort(byEnd);
  facts.updates.sort(byEnd);
  facts.replaced = replacedReads({ reads, points, updates: facts.updates, unsetBy });
  if (!context.isSequential && facts.replaced.length === 0)
    facts.conflict = conflict(
      wroteNull || emptyings.length > 1 ? clusters.values() : [unset, ...clusters.values()],
      points,
    );
  return facts;
}

/**
 * The time by which the register was certainly unset for the last time that a read of null can have seen. The value
 * null may be written more than once, so each read of it gets the kindest of the writes that it may have seen.
 */
function boundOfUnset(
  unset: Cluster,
  emptyings: Emptying[],
  wroteNull: boolean,
): (read: OperationLine) => number {
  const [first] = emptyings;
  if (!wroteNull && emptyings.length <= 1) {
    unset.minEnd = Math.min(first?.end ?? -Infinity, unset.minEnd);
    unset.maxStart = Math.max(first?.start ?? -Infinity, unset.maxStart);
    return () => unset.minEnd;
  }
  const latest = new Latest(
    emptyings,
    ({ start }) => start,
    ({ end }) => end,
  );
  return (read) => latest.until(read.end)?.end ?? -Infinity;
}

const byEnd = (a: Point, b: Point) => a.op.end - b.op.end;
