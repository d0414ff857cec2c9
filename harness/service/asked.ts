import type { OperationLine } from '../../protocol/history.ts';
import type { Service } from '../../protocol/service.ts';
import { Bins } from './bins.ts';

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
  /** Its client waited for as long as it does, and then no longer. */
  timedOut: boolean;
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
      const count = bins.between(Math.ceil(fromMs / BIN_MS), this.#binOf(toMs));
      if (count > 0) counts.set(instance, count);
    }
    return counts;
  }

  /** How many of them by all instances before each stretch: for who asks often. */
  servedUpTo(): (ms: number) => number {
    const all = new Bins();
    for (const bins of this.#served.values()) all.addAll(bins);
    const upTo = all.upTo();
    return (ms) => upTo(this.#binOf(ms));
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
