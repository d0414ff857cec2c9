import type { OperationLine } from '../../protocol/history.ts';
import type { Service } from '../../protocol/service.ts';

/** Served operations are counted in stretches of this length, by their start. */
const BIN_MS = 50;

/** An operation that was not served. */
export interface Unserved {
  start: number;
  end: number;
  service: Exclude<Service, 'served'>;
  /** What came instead. */
  answer: string;
  instance: string | undefined;
  /** The end of the first served operation that was sent after this one. */
  againMs: number | undefined;
  /** Where it is kept to be shown: the operation, and the last served one before it and the first after it. */
  shown: { op: OperationLine; before: OperationLine | undefined; again?: OperationLine } | undefined;
}

/**
 * Everything that was asked in an experiment, in memory that grows by its length and by what was not served: served
 * operations as counts over time and instance, the others one by one.
 */
export class Asked {
  readonly unserved: Unserved[] = [];
  /** By instance, and by stretch: those in which something was served. */
  readonly #served = new Map<string | undefined, Bins>();
  #firstMs = 0;
  #lastMs = 0;

  served({ start, end, instance }: OperationLine): void {
    this.#extend(start, end);
    let bins = this.#served.get(instance);
    if (bins === undefined) this.#served.set(instance, (bins = new Bins()));
    bins.add(Math.max(0, Math.floor(start / BIN_MS)));
  }

  notServed(unserved: Unserved): void {
    this.#extend(unserved.start, unserved.end);
    this.unserved.push(unserved);
  }

  /** From the experiment's time 0, or the first operation if that was sent earlier, to the last one's end. */
  get span(): { fromMs: number; toMs: number } {
    return { fromMs: this.#firstMs, toMs: this.#lastMs };
  }

  /** Served operations that were sent in this stretch (its end excluded), by instance. */
  servedBetween(fromMs: number, toMs: number): Map<string | undefined, number> {
    const counts = new Map<string | undefined, number>();
    for (const [instance, bins] of this.#served) {
      const first = Math.max(0, Math.ceil(fromMs / BIN_MS));
      const last = this.#binOf(toMs);
      let count = 0;
      for (const [bin, some] of bins.counts()) if (bin >= first && bin < last) count += some;
      if (count > 0) counts.set(instance, count);
    }
    return counts;
  }

  /** How many of them by all instances before each stretch: for who asks often. */
  servedUpTo(): (ms: number) => number {
    const counts = new Map<number, number>();
    for (const bins of this.#served.values())
      for (const [bin, some] of bins.counts()) counts.set(bin, (counts.get(bin) ?? 0) + some);
    const bins = [...counts.keys()].toSorted((a, b) => a - b);
    let sum = 0;
    const sums = [0, ...bins.map((bin) => (sum += counts.get(bin) ?? 0))];
    return (ms) => sums[placeOf(this.#binOf(ms), bins)] ?? 0;
  }

  /** The first stretch that is not before this time; none is before the end of the last operation and after it. */
  #binOf(ms: number): number {
    return ms >= this.#lastMs ? Infinity : Math.ceil(ms / BIN_MS);
  }

  #extend(start: number, end: number): void {
    this.#firstMs = Math.min(this.#firstMs, start);
    this.#lastMs = Math.max(this.#lastMs, end);
  }
}

/** Counts by number; most fall where the one before them fell. */
class Bins {
  readonly #counts = new Map<number, number>();
  #bin = -1;
  #more = 0;

  add(bin: number): void {
    if (bin !== this.#bin) {
      this.counts();
      this.#bin = bin;
    }
    this.#more++;
  }

  counts(): ReadonlyMap<number, number> {
    if (this.#more > 0) this.#counts.set(this.#bin, (this.#counts.get(this.#bin) ?? 0) + this.#more);
    this.#more = 0;
    return this.#counts;
  }
}

/** How many of the sorted numbers are less than this one. */
function placeOf(number: number, sorted: readonly number[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
