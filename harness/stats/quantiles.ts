import { build } from 'hdr-histogram-js';
import type { Quantiles } from '../model/results.ts';

/** Collects durations and gives their quantiles, in a fixed amount of memory (HdrHistogram): 86 KB for three digits, 12 for two. */
export class Durations {
  readonly #histogram: ReturnType<typeof build>;

  constructor(digits: 2 | 3 = 3) {
    this.#histogram = build({
      // Microseconds, up to ten minutes: longer than any client waits.
      lowestDiscernibleValue: 1,
      highestTrackableValue: 600_000_000,
      numberOfSignificantValueDigits: digits,
      bitBucketSize: 32,
      useWebAssembly: false,
    });
  }

  add(ms: number): void {
    this.#histogram.recordValue(Math.min(600_000_000, Math.max(0, Math.round(ms * 1000))));
  }

  /** Takes in all that another one has collected. */
  merge(other: Durations): void {
    this.#histogram.add(other.#histogram);
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** The value in milliseconds that `percent` of the durations do not exceed. */
  at(percent: number): number {
    return this.#histogram.getValueAtPercentile(percent) / 1000;
  }

  quantiles(): Quantiles {
    return {
      count: this.count,
      p50Ms: this.at(50),
      p90Ms: this.at(90),
      p99Ms: this.at(99),
      maxMs: this.count === 0 ? 0 : this.#histogram.maxValue / 1000,
    };
  }
}
