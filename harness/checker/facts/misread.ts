import type { OperationLine, Value } from '../../../protocol/history.ts';
import type { Cluster, Point } from './cluster.ts';
import { PrefixMaximum } from './prefix-maximum.ts';
import { replacedReads, type Replaced } from './replaced.ts';
import type { Emptying, RegisterUse } from './register-use.ts';
import { mayTakeEffect, settledBy, tookEffect } from './effects.ts';
import { conflict, type Conflict } from './zones.ts';

/** Reads of one key of one session that should have shown something else. */
export interface Misreads {
  /** Of a value whose write certainly failed. */
  aborted: { read: OperationLine; write: OperationLine }[];
  /** Of a value that was written only after them. */
  early: { read: OperationLine; write: OperationLine }[];
  /** Of a value that this session never wrote to this key. */
  unknown: OperationLine[];
  /** Of a value that was certainly there before an acknowledged end of the session. */
  revived: { read: OperationLine; write: OperationLine | undefined; end: OperationLine }[];
  /** Of a value that had certainly been replaced. */
  replaced: Replaced[];
  /** Where no single read is at fault, and yet no order explains them all. */
  conflict: Conflict | undefined;
}

export interface MisreadContext {
  emptyings: readonly Emptying[];
  /** Acknowledged destroys and regenerates, by their end, the latest begun first. */
  lastEnd: PrefixMaximum<OperationLine> | undefined;
  /** Reads that are another anomaly's: of a session that had ended. */
  resurrected: ReadonlySet<OperationLine>;
  isSequential: boolean;
  /** The session was there before the recording began: a key may have held a value that the history does not tell of. */
  isPreexisting: boolean;
}

/** `ops` of this key, in order of start. */
export function misreads(use: RegisterUse, ops: readonly OperationLine[], context: MisreadContext): Misreads {
  const register = new Register(use, context);
  for (const emptying of context.emptyings) register.emptied(emptying);
  for (const op of ops) if (op.op !== 'read') register.written(op);
  for (const op of use.reads) register.read(op);
  return register.misreads();
}

class Register {
  readonly #use: RegisterUse;
  readonly #context: MisreadContext;
  readonly #wrong: Misreads = {
    aborted: [],
    early: [],
    unknown: [],
    revived: [],
    replaced: [],
    conflict: undefined,
  };
  readonly #clusters = new Map<Value, Cluster>();
  readonly #unset: Cluster = {
    value: null,
    write: undefined,
    minEnd: Infinity,
    maxStart: -Infinity,
    lastShown: undefined,
  };
  #failed: Map<Value | undefined, OperationLine> | undefined;
  readonly #emptyings: Emptying[] = [];
  readonly #updates: Point[] = [];
  readonly #reads: Point[] = [];
  /** Nothing but a creation has set it to null: then null is a value like any other, written once. */
  #isUnsetOnce = true;
  #hasBefore = false;

  constructor(use: RegisterUse, context: MisreadContext) {
    this.#use = use;
    this.#context = context;
  }

  emptied(emptying: Emptying): void {
    const { op } = emptying;
    // A creation that sets this key at once does not leave it unset.
    if (op?.key === this.#use.key && op.value !== undefined) {
      this.#isUnsetOnce = false;
      return;
    }
    if (this.#emptyings.length > 0 || op?.op !== 'create') this.#isUnsetOnce = false;
    this.#emptyings.push(emptying);
    if (op?.op === 'create' && tookEffect(op)) this.#update(op, this.#unset);
  }

  written(op: OperationLine): void {
    if (op.op === 'remove' || (op.op !== 'regenerate' && op.value === null)) {
      if (!mayTakeEffect(op)) return;
      this.#isUnsetOnce = false;
      this.#emptyings.push({ start: op.start, end: settledBy(op), op });
      if (tookEffect(op)) this.#update(op, this.#unset);
      return;
    }
    const { value } = op;
    if ((op.op !== 'write' && op.op !== 'create') || value === undefined) return;
    if (!mayTakeEffect(op) || this.#clusters.has(value)) return;
    const cluster = {
      value,
      write: op,
      minEnd: settledBy(op),
      maxStart: op.start,
      lastShown: undefined,
    };
    this.#clusters.set(value, cluster);
    if (tookEffect(op)) this.#update(op, cluster);
  }

  /** Comes after all writes: a read may be recorded before the write that it shows. */
  read(op: OperationLine): void {
    if (this.#context.resurrected.has(op)) return;
    const value = op.value ?? null;
    const cluster = value === null ? this.#unset : this.#clusters.get(value);
    if (cluster === undefined) {
      this.#failed ??= new Map(this.#use.failed.map((write) => [write.value, write]));
      const write = this.#failed.get(value);
      if (write === undefined && this.#mayBeFromBefore(op)) this.#shown(op, this.#fromBefore(value));
      else if (write === undefined) this.#wrong.unknown.push(op);
      else this.#wrong.aborted.push({ read: op, write });
    } else if (!this.#isOutOfTime(op, cluster)) this.#shown(op, cluster);
  }

  /** Of what nobody is known to have written, one value may have been there when the recording began. */
  #mayBeFromBefore(read: OperationLine): boolean {
    if (!this.#context.isPreexisting || this.#hasBefore) return false;
    return this.#emptyings.every(({ end }) => end >= read.start);
  }

  #fromBefore(value: Value): Cluster {
    this.#hasBefore = true;
    const cluster = {
      value,
      write: undefined,
      minEnd: -Infinity,
      maxStart: -Infinity,
      lastShown: undefined,
    };
    this.#clusters.set(value, cluster);
    return cluster;
  }

  misreads(): Misreads {
    const wrong = this.#wrong;
    if (this.#use.twice.length > 0) return { ...wrong, revived: [] };
    const unsetBy = this.#boundOfUnset();
    const [reads, updates] = [this.#reads, this.#updates];
    sortByEnd(updates);
    const points = mergedByEnd(updates, reads);
    wrong.replaced = replacedReads({ reads, points, updates, unsetBy });
    if (this.#context.isSequential || wrong.replaced.length > 0) return wrong;
    const values = [...this.#clusters.values()];
    if (this.#isUnsetOnce) values.push(this.#unset);
    wrong.conflict = conflict(values, points);
    return wrong;
  }

  /** Shows a value before it was written, or after the session that it was written to had ended. */
  #isOutOfTime(read: OperationLine, cluster: Cluster): boolean {
    const { write } = cluster;
    if (cluster === this.#unset) return false;
    if (write !== undefined && read.end < write.start) {
      this.#wrong.early.push({ read, write });
      return true;
    }
    if (write !== undefined && !tookEffect(write)) return false;
    const end = this.#context.lastEnd?.before(read.start);
    if (end === undefined || end.start <= (write?.end ?? -Infinity)) return false;
    this.#wrong.revived.push({ read, write, end });
    return true;
  }

  #shown(read: OperationLine, cluster: Cluster): void {
    this.#reads.push({ op: read, cluster });
    if (cluster.lastShown === undefined || read.end > cluster.lastShown.end) cluster.lastShown = read;
    if (read.start > cluster.maxStart) cluster.maxStart = read.start;
    if (read.end < cluster.minEnd) cluster.minEnd = read.end;
  }

  #update(op: OperationLine, cluster: Cluster): void {
    this.#updates.push({ op, cluster });
  }

  /**
   * The time by which the register was certainly unset for the last time that a read of null can have seen. Where
   * null may have been written more than once, each read of it gets the kindest of the writes that it may have seen.
   */
  #boundOfUnset(): (read: OperationLine) => number {
    const unset = this.#unset;
    if (this.#isUnsetOnce) {
      const [first] = this.#emptyings;
      unset.minEnd = Math.min(first?.end ?? -Infinity, unset.minEnd);
      unset.maxStart = Math.max(first?.start ?? -Infinity, unset.maxStart);
      return () => unset.minEnd;
    }
    const latest = new PrefixMaximum(
      this.#emptyings,
      ({ start }) => start,
      ({ end }) => end,
    );
    return (read) => latest.until(read.end)?.end ?? -Infinity;
  }
}

/** Most are in order already. */
function sortByEnd(points: Point[]): void {
  if (!isByEnd(points)) points.sort(byEnd);
}

function mergedByEnd(updates: readonly Point[], reads: readonly Point[]): Point[] {
  const others = isByEnd(reads) ? reads : reads.toSorted(byEnd);
  const merged: Point[] = [];
  let next = 0;
  for (const update of updates) {
    for (; next < others.length; next++) {
      const other = others[next] as Point;
      if (other.op.end > update.op.end) break;
      merged.push(other);
    }
    merged.push(update);
  }
  for (; next < others.length; next++) merged.push(others[next] as Point);
  return merged;
}

function isByEnd(points: readonly Point[]): boolean {
  for (let i = 1; i < points.length; i++)
    if ((points[i - 1] as Point).op.end > (points[i] as Point).op.end) return false;
  return true;
}

const byEnd = (a: Point, b: Point) => a.op.end - b.op.end;
