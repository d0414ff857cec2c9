import { bisector } from 'd3-array';
import type { OperationLine } from '../../../protocol/history.ts';
import { IntervalIndex } from './interval-index.ts';
import { isUpdate, mayTakeEffect, settledBy, tookEffect } from './effects.ts';

/** For each key of a session, the updates of its other keys; worked out only where it is asked for. */
export class SavesBeside {
  readonly #ops: readonly OperationLine[];
  readonly #byKey = new Map<string, Saves>();

  /** `ops` in order of start. */
  constructor(ops: readonly OperationLine[]) {
    this.#ops = ops;
  }

  key(key: string): Saves {
    let saves = this.#byKey.get(key);
    if (saves === undefined) {
      saves = new Saves(this.#ops.filter((op) => isUpdate(op) && mayTakeEffect(op) && op.key !== key));
      this.#byKey.set(key, saves);
    }
    return saves;
  }
}

/** Updates, acknowledged or not, by the time in which they may have taken effect. */
class Saves {
  readonly #ops: readonly OperationLine[];
  readonly #acknowledged: IntervalIndex;
  readonly #unanswered: OperationLine | undefined;
  /** Up to each, the two that may take effect last. */
  readonly #last: [OperationLine, OperationLine | undefined][] = [];

  constructor(ops: readonly OperationLine[]) {
    this.#ops = ops;
    this.#acknowledged = new IntervalIndex(ops.filter(tookEffect));
    this.#unanswered = ops.find((op) => !tookEffect(op));
    let [last, other]: (OperationLine | undefined)[] = [];
    for (const op of ops) {
      if (last === undefined || settledBy(op) > settledBy(last)) [last, other] = [op, last];
      else if (other === undefined || settledBy(op) > settledBy(other)) other = op;
      this.#last.push([last, other]);
    }
  }

  /** Those that may have taken effect between the two; of those that nobody answered the first is as good as any. */
  *between(from: number, to: number): Generator<OperationLine> {
    yield* this.#acknowledged.between(from, to);
    if (this.#unanswered !== undefined && this.#unanswered.start <= to) yield this.#unanswered;
  }

  /** One that had begun by a time, and may have taken effect at another or later. */
  lasting(begunBy: number, until: number, besides?: OperationLine): OperationLine | undefined {
    const pair = this.#last[byStart.right(this.#ops, begunBy) - 1];
    if (pair === undefined) return undefined;
    const last = pair[0] === besides ? pair[1] : pair[0];
    return last !== undefined && settledBy(last) >= until ? last : undefined;
  }
}

/** How many of them had begun by a time, that time included. */
const byStart = bisector(({ start }: OperationLine) => start);
