import { bisectLeft } from 'd3-array';

/** Between two marks, so many are kept one by one. */
const MOST_PENDING = 65_536;

/**
 * Counts what comes over time, so that it can be said how many had come by each moment that was marked. It takes some
 * bytes a mark, however many come: far from any mark it makes marks of its own.
 */
export class Arrivals {
  #marks: number[] = [];
  /** How many came after the mark before it, up to each mark. */
  #upTo: number[] = [];
  #pending: number[] = [];
  #firstMs = Infinity;
  #lastMs = -Infinity;
  #endMs = Infinity;

  /** When the first and the last came; infinite where none did. */
  get firstMs(): number {
    return this.#firstMs;
  }

  get lastMs(): number {
    return this.#lastMs;
  }

  get count(): number {
    return this.#upTo.reduce((sum, some) => sum + some, this.#pending.length);
  }

  add(atMs: number): void {
    if (atMs >= this.#endMs) return;
    this.#firstMs = Math.min(this.#firstMs, atMs);
    this.#lastMs = Math.max(this.#lastMs, atMs);
    const at = bisectLeft(this.#marks, atMs);
    if (at < this.#marks.length) this.#upTo[at] = (this.#upTo[at] as number) + 1;
    else if (this.#pending.push(atMs) > MOST_PENDING) this.mark(median(this.#pending));
  }

  /** From now on it can be said how many had come by then. Marks are made in order of time. */
  mark(atMs: number): void {
    if (atMs <= (this.#marks.at(-1) ?? -Infinity)) return;
    const later = this.#pending.filter((pending) => pending > atMs);
    this.#marks.push(atMs);
    this.#upTo.push(this.#pending.length - later.length);
    this.#pending = later;
  }

  /** What comes from then on does not count, nor does what came already. */
  endAt(atMs: number): void {
    if (atMs >= this.#endMs) return;
    this.#endMs = atMs;
    this.#lastMs = Math.min(this.#lastMs, atMs);
    this.#pending = this.#pending.filter((pending) => pending < atMs);
    const kept = bisectLeft(this.#marks, atMs) + 1;
    if (this.#marks.length >= kept) this.#pending = [];
    this.#marks = this.#marks.slice(0, kept);
    this.#upTo = this.#upTo.slice(0, kept);
  }

  /** How many had come by a moment: exactly for one that was marked, else for the mark before it. */
  counter(): (atMs: number) => number {
    let sum = 0;
    const sums = this.#upTo.map((some) => (sum += some));
    return (atMs) => {
      const at = bisectLeft(this.#marks, atMs);
      if (at === this.#marks.length) return sum + this.#pending.filter((each) => each <= atMs).length;
      return sums[this.#marks[at] === atMs ? at : at - 1] ?? 0;
    };
  }
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >>> 1] ?? 0;
