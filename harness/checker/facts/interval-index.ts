import { bisector } from 'd3-array';
import type { OperationLine } from '../../../protocol/history.ts';

/** Operations in order of their start, to be asked for those of a stretch of time without looking at all of them. */
export class IntervalIndex {
  readonly #ops: readonly OperationLine[];
  /** The latest end of those up to each; made when it is first asked for, which for most sessions is never. */
  #reach: number[] | undefined;

  constructor(inOrderOfStart: readonly OperationLine[]) {
    this.#ops = inOrderOfStart;
  }

  /** Those at work at some time between the two, both included. */
  between(from: number, to: number): OperationLine[] {
    const found: OperationLine[] = [];
    this.#reach ??= reachOf(this.#ops);
    for (let i = byStart.right(this.#ops, to) - 1; i >= 0 && (this.#reach[i] as number) >= from; i--) {
      const op = this.#ops[i] as OperationLine;
      if (op.end >= from) found.push(op);
    }
    return found.toReversed();
  }

  /** The first that began after a time and ended before another. */
  firstAfter(time: number, until: number): OperationLine | undefined {
    for (let i = byStart.right(this.#ops, time); i < this.#ops.length; i++) {
      const op = this.#ops[i] as OperationLine;
      if (op.start >= until) return undefined;
      if (op.end < until) return op;
    }
    return undefined;
  }
}

/** How many of them had begun by a time, that time included. */
const byStart = bisector(({ start }: OperationLine) => start);

function reachOf(ops: readonly OperationLine[]): number[] {
  const reach: number[] = [];
  let latest = -Infinity;
  for (const { end } of ops) {
    latest = Math.max(latest, end);
    reach.push(latest);
  }
  return reach;
}
