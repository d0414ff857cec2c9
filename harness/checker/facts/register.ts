import type { OperationLine, Value } from '../../../protocol/history.ts';
import { Latest } from './latest.ts';
import { replacedReads, type Replaced } from './replaced.ts';
import { mayTakeEffect, sawPresence, settledBy, tookEffect } from './terms.ts';
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
  const register = new Register(key, context);
  for (const emptying of context.emptyings) register.emptied(emptying);
  for (const op of ops) if (op.op !== 'read') register.written(op);
  for (const op of ops) if (op.op === 'read') register.read(op);
  return register.facts();
}

class Register {
  readonly #facts: RegisterFacts;
  readonly #context: RegisterContext;
  readonly #clusters = new Map<Value, Cluster>();
  readonly #unset: Cluster = {
    value: null,
    write: undefined,
    minEnd: Infinity,
    maxStart: -Infinity,
    lastShown: undefined,
  };
  #failed: Map<Value, OperationLine> | undefined;
  readonly #emptyings: Emptying[] = [];
  readonly #reads: Point[] = [];
  /** Nothing but a creation has set it to null: then null is a value like any other, written once. */
  #isUnsetOnce = true;

  constructor(key: string, context: RegisterContext) {
    this.#context = context;
    this.#facts = {
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
  }

  emptied(emptying: Emptying): void {
    const { op } = emptying;
    // A creation that sets this key at once does not leave it unset.
    if (op?.key === this.#facts.key && op.value !== undefined) {
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
    if (!mayTakeEffect(op)) {
      this.#facts.failed.push(op);
      this.#failed ??= new Map();
      this.#failed.set(value, op);
    } else if (this.#clusters.has(value)) this.#facts.twice.push(op);
    else {
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
  }

  /** Comes after all writes: a read may be recorded before the write that it shows. */
  read(op: OperationLine): void {
    if (op.value === undefined || !sawPresence(op)) return;
    this.#facts.reads.push(op);
    if (this.#context.undead.has(op)) return;
    const cluster = op.value === null ? this.#unset : this.#clusters.get(op.value);
    if (cluster === undefined) {
      const write = this.#failed?.get(op.value);
      if (write === undefined) this.#facts.unknown.push(op);
      else this.#facts.aborted.push({ read: op, write });
    } else if (!this.#isOutOfTime(op, cluster.write)) this.#shown(op, cluster);
  }

  facts(): RegisterFacts {
    const facts = this.#facts;
    if (facts.twice.length > 0) return { ...facts, revived: [] };
    const unsetBy = this.#boundOfUnset();
    sortByEnd(facts.updates);
    const [reads, updates] = [this.#reads, facts.updates];
    const points = mergedByEnd(updates, reads);
    facts.replaced = replacedReads({ reads, points, updates, unsetBy });
    if (this.#context.isSequential || facts.replaced.length > 0) return facts;
    const values = [...this.#clusters.values()];
    if (this.#isUnsetOnce) values.push(this.#unset);
    return { ...facts, conflict: conflict(values, points) };
  }

  /** Shows a value before it was written, or after the session that it was written to had ended. */
  #isOutOfTime(read: OperationLine, write: OperationLine | undefined): boolean {
    if (write === undefined) return false;
    if (read.end < write.start) {
      this.#facts.early.push({ read, write });
      return true;
    }
    const end = tookEffect(write) ? this.#context.lastEnd?.before(read.start) : undefined;
    if (end === undefined || end.start <= write.end) return false;
    this.#facts.revived.push({ read, write, end });
    return true;
  }

  #shown(read: OperationLine, cluster: Cluster): void {
    this.#reads.push({ op: read, cluster });
    if (cluster.lastShown === undefined || read.end > cluster.lastShown.end) cluster.lastShown = read;
    if (read.start > cluster.maxStart) cluster.maxStart = read.start;
    if (read.end < cluster.minEnd) cluster.minEnd = read.end;
  }

  #update(op: OperationLine, cluster: Cluster): void {
    this.#facts.updates.push({ op, cluster });
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
    const latest = new Latest(
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
