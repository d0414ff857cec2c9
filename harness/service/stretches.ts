import { bisector } from 'd3-array';

/** A stretch of time, in milliseconds. */
export interface Stretch {
  from: number;
  to: number;
}

const byFrom = bisector(({ from }: Stretch) => from);

/** Stretches of time, to be asked for those that lie in another one: all are taken in before the first is asked for. */
export class Stretches<Any extends Stretch> {
  readonly #all: Any[] = [];
  #longestMs = 0;
  #isSorted = true;

  add(stretch: Any): void {
    this.#isSorted &&= (this.#all.at(-1)?.from ?? -Infinity) <= stretch.from;
    this.#all.push(stretch);
    this.#longestMs = Math.max(this.#longestMs, stretch.to - stretch.from);
  }

  /** Those of which some is between the two moments, in order of their beginning. */
  between(start: number, end: number): Any[] {
    if (!this.#isSorted) this.#all.sort((a, b) => a.from - b.from);
    this.#isSorted = true;
    const found: Any[] = [];
    for (let at = byFrom.left(this.#all, start - this.#longestMs); at < this.#all.length; at++) {
      const stretch = this.#all[at] as Any;
      if (stretch.from >= end) break;
      if (stretch.to > start) found.push(stretch);
    }
    return found;
  }
}

/** How much of the time from `start` to `end` is in one of the stretches, or in several; they are in order of their beginning. */
export function coveredMs(stretches: readonly Stretch[], start: number, end: number): number {
  let [covered, reached] = [0, start];
  for (const { from, to } of stretches) {
    const until = Math.min(to, end);
    if (until <= reached) continue;
    covered += until - Math.max(from, reached);
    reached = until;
  }
  return covered;
}
