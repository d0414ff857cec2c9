import type { OperationLine } from '../../../protocol/history.ts';
import { below } from './below.ts';
import { PrefixMaximum } from './prefix-maximum.ts';
import type { Emptying } from './register-use.ts';

/** A counter that is not set counts from 0. NaN: no number at all. */
export const countOf = (op: OperationLine) =>
  typeof op.value === 'number' ? op.value : op.value === null ? 0 : NaN;

const ascending = (a: number, b: number) => a - b;

/** What an operation on a counter can have been told, at the least and at the most. */
export class Bounds {
  /** The session was created once, before all of it; otherwise the counter may have started afresh in between. */
  readonly isPlain: boolean;
  readonly #starts: number[];
  readonly #acknowledged: readonly OperationLine[];
  readonly #acknowledgedStarts: number[];
  readonly #acknowledgedEnds: number[];
  readonly #emptied: PrefixMaximum<Emptying>;

  readonly #known: OperationLine | undefined;

  constructor({
    increments,
    acknowledged,
    emptyings,
    known,
  }: {
    increments: OperationLine[];
    acknowledged: OperationLine[];
    emptyings: readonly Emptying[];
    /** The first that tells what was counted before the recording began. */
    known: OperationLine | undefined;
  }) {
    this.#known = known;
    this.#acknowledged = acknowledged;
    this.#starts = increments.map(({ start }) => start).toSorted(ascending);
    this.#acknowledgedStarts = acknowledged.map(({ start }) => start).toSorted(ascending);
    this.#acknowledgedEnds = acknowledged.map(({ end }) => end).toSorted(ascending);
    const madeBy = emptyings[0]?.end ?? -Infinity;
    this.isPlain = emptyings.length <= 1 && acknowledged.every(({ start }) => start > madeBy);
    this.#emptied = new PrefixMaximum(
      emptyings,
      ({ start }) => start,
      ({ end }) => end,
    );
  }

  /** Acknowledged before it began, and begun after the counter can last have started afresh; and its own. */
  least(op: OperationLine): number {
    const own = op.op === 'increment' ? 1 : 0;
    const known = this.#known;
    if (known !== undefined) {
      if (known.end >= op.start) return own;
      const since =
        below(this.#acknowledgedEnds, op.start) - below(this.#acknowledgedStarts, known.end, true);
      return countOf(known) + Math.max(0, since) + own;
    }
    const before =
      below(this.#acknowledgedEnds, op.start) - below(this.#acknowledgedStarts, this.#since(op), true);
    return Math.max(0, before) + own;
  }

  /** The latest of the increments that are due in what it was told, and that had not been shown by another. */
  due(op: OperationLine, shownBy: OperationLine | undefined, count: number): OperationLine[] {
    const since = this.#since(op);
    const due: OperationLine[] = [];
    for (let i = below(this.#acknowledgedStarts, op.start) - 1; i >= 0 && due.length < count; i--) {
      const increment = this.#acknowledged[i] as OperationLine;
      if (increment.start <= Math.max(since, shownBy?.end ?? -Infinity)) break;
      if (increment.end < op.start) due.push(increment);
    }
    // What an increment was told counts itself, saved or not.
    const isOwn = shownBy?.op === 'increment' && shownBy.start > since && shownBy.end < op.start;
    return isOwn ? [shownBy, ...due] : due;
  }

  /** Shows every increment that had begun by then, but for those that were lost. */
  showsAll(op: OperationLine, lost: number): boolean {
    return this.#known === undefined && countOf(op) + lost === this.most(op);
  }

  #since({ end }: OperationLine): number {
    if (this.#known !== undefined) return this.#known.end;
    return this.isPlain ? -Infinity : (this.#emptied.until(end)?.end ?? -Infinity);
  }

  /** All that had begun before it ended. */
  most(op: OperationLine): number {
    return below(this.#starts, op.end, true);
  }

  /** Without those that were certainly counted before an end of the session began. */
  mostSince({ start }: OperationLine, op: OperationLine): number {
    return this.most(op) - below(this.#acknowledgedEnds, start);
  }
}
