import type { OperationLine } from '../../protocol/history.ts';

const BIN_MS = 250;
/** Waits are counted by length in classes, each a fifth longer than the one before. */
const STEP = Math.log(1.2);

interface Bin {
  answered: number;
  sumMs: number;
  inVain: number;
  /** Answered ones by their class. */
  byClass: Map<number, number>;
}

const classOf = (ms: number) => Math.floor(Math.log(Math.max(1, ms)) / STEP);

/** How long clients waited, by when the wait was over: for an answer that came, or in vain. */
export class Waits {
  readonly #bins = new Map<number, Bin>();

  answered({ start, end }: OperationLine): void {
    const bin = this.#binAt(end);
    bin.answered++;
    bin.sumMs += end - start;
    const of = classOf(end - start);
    bin.byClass.set(of, (bin.byClass.get(of) ?? 0) + 1);
  }

  inVain({ end }: OperationLine): void {
    this.#binAt(end).inVain++;
  }

  /** The mean of all that were answered between the two moments; undefined where none was. */
  meanMs(from: number, to: number): number | undefined {
    let [count, sumMs] = [0, 0];
    for (const bin of this.#between(from, to)) {
      count += bin.answered;
      sumMs += bin.sumMs;
    }
    return count === 0 ? undefined : sumMs / count;
  }

  /**
   * How many waits were in vain between the two moments, and how many that certainly lasted for so long were answered:
   * those of the class in which that length is are left out.
   */
  longer(ms: number, from: number, to: number): { answered: number; inVain: number } {
    const total = { answered: 0, inVain: 0 };
    const least = classOf(ms);
    for (const { inVain, byClass } of this.#between(from, to)) {
      total.inVain += inVain;
      for (const [of, count] of byClass) if (of > least) total.answered += count;
    }
    return total;
  }

  *#between(from: number, to: number): Iterable<Bin> {
    for (let at = Math.ceil(from / BIN_MS); at < Math.floor(to / BIN_MS); at++) {
      const bin = this.#bins.get(at);
      if (bin !== undefined) yield bin;
    }
  }

  #binAt(ms: number): Bin {
    const at = Math.floor(ms / BIN_MS);
    let bin = this.#bins.get(at);
    if (bin === undefined)
      this.#bins.set(at, (bin = { answered: 0, sumMs: 0, inVain: 0, byClass: new Map() }));
    return bin;
  }
}
