import type { OperationLine } from '../../protocol/history.ts';

/** Shorter ones are not kept. */
const LEAST_MS = 250;
/** A fault has kept everybody waiting only where they waited for more than so many times as long as without one. */
const TIMES_AS_LONG = 2;

interface Stall {
  /** When the answer before it came. */
  answeredMs: number;
  /** From when on somebody waited. */
  from: number;
  to: number;
}

/**
 * When clients waited and nobody was served: from one served answer, or from when somebody asked if that was later, to
 * the next. Takes operations in the order of their end, in memory that grows with the stalls of a quarter of a second or
 * more. Who asked and failed meanwhile was not served either.
 */
export class Stalls {
  readonly #all: Stall[] = [];
  #answeredMs = -Infinity;
  /** When the first of those was sent that have ended since the last served answer. */
  #askedMs = Infinity;

  operation({ start, end }: Pick<OperationLine, 'start' | 'end'>, isServed: boolean): void {
    this.#waitedSince(start);
    this.#askedMs = Math.min(this.#askedMs, start);
    if (!isServed || end < this.#answeredMs) return;
    const stall = { answeredMs: this.#answeredMs, from: Math.max(this.#askedMs, this.#answeredMs), to: end };
    if (stall.to - stall.answeredMs >= LEAST_MS) this.#all.push(stall);
    [this.#answeredMs, this.#askedMs] = [end, Infinity];
  }

  /**
   * The longest stall that a fault began, in milliseconds: one that began between the two moments, or was under way at the
   * first and is counted from there. 0 where there was none, or where clients waited for half as long without a fault.
   *
   * @param faults from their onset until it was served again.
   */
  longestMs({ fromMs, toMs }: Span, faults: readonly Span[]): number {
    const usualMs = this.#longest((stall) => !faults.some((fault) => touches(stall, fault)));
    const longestMs = this.#longest((stall) => touches(stall, { fromMs, toMs }), fromMs);
    return longestMs >= LEAST_MS && longestMs > TIMES_AS_LONG * usualMs ? longestMs : 0;
  }

  #longest(isMeant: (stall: Stall) => boolean, fromMs = -Infinity): number {
    const meant = this.#all.filter(isMeant);
    return meant.reduce((longest, { from, to }) => Math.max(longest, to - Math.max(from, fromMs)), 0);
  }

  /** Who is answered after the first one may have asked before that one: the stall was the longer. */
  #waitedSince(start: number): void {
    for (let at = this.#all.length - 1; at >= 0; at--) {
      const stall = this.#all[at] as Stall;
      if (start >= stall.from) return;
      stall.from = Math.max(start, stall.answeredMs);
    }
  }
}

interface Span {
  fromMs: number;
  toMs: number;
}

const touches = ({ from, to }: Stall, { fromMs, toMs }: Span) => from <= toMs && to >= fromMs;
