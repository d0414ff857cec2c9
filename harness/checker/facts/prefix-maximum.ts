import { below } from './below.ts';

/** Answers, for any time, which of the items placed before it ranks highest. Built in n log n, asked in log n. */
export class PrefixMaximum<T> {
  readonly #at: number[] = [];
  readonly #best: T[] = [];

  constructor(items: readonly T[], at: (item: T) => number, rank: (item: T) => number) {
    let best: T | undefined;
    for (const item of items.toSorted((a, b) => at(a) - at(b))) {
      if (best === undefined || rank(item) > rank(best)) best = item;
      this.#at.push(at(item));
      this.#best.push(best);
    }
  }

  /** Strictly before: equal times order nothing. */
  before(time: number): T | undefined {
    return this.#best[below(this.#at, time) - 1];
  }

  until(time: number): T | undefined {
    return this.#best[below(this.#at, time, true) - 1];
  }
}
