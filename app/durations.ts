import type { Metric, MetricValueWithName, Registry } from 'prom-client';

interface Options {
  name: string;
  help: string;
  /** Upper bounds in seconds, ascending. */
  buckets: readonly number[];
  register: Registry;
}

/**
 * A Prometheus histogram by operation whose observing is nothing but two additions. prom-client's own takes longer
 * over one observation than MemoryStore over half an operation, and it is the store that is to be measured.
 */
export class Durations {
  readonly name: string;
  readonly #help: string;
  readonly #buckets: readonly number[];
  readonly #tallies = new Map<string, Tally>();

  constructor({ name, help, buckets, register }: Options) {
    this.name = name;
    this.#help = help;
    this.#buckets = buckets;
    // A registry asks no more of a metric than its name and its values; the type names prom-client's own classes.
    register.registerMetric(this as unknown as Metric);
  }

  /** Gives what takes in the seconds that one call of this operation took; it is there from 0 on. */
  of(operation: string): (seconds: number) => void {
    const tally = this.#tallies.get(operation) ?? { counts: Array(this.#buckets.length + 1).fill(0), sum: 0 };
    this.#tallies.set(operation, tally);
    const buckets = this.#buckets;
    const { counts } = tally;
    return (seconds) => {
      let index = 0;
      while (index < buckets.length && seconds > (buckets[index] as number)) index++;
      (counts[index] as number)++;
      tally.sum += seconds;
    };
  }

  /** As the registry asks for it. */
  get() {
    const values = [...this.#tallies].flatMap(([operation, tally]) => this.#valuesOf(operation, tally));
    return Promise.resolve({ name: this.name, help: this.#help, type: 'histogram', values });
  }

  #valuesOf(operation: string, { counts, sum }: Tally): MetricValueWithName<string>[] {
    let below = 0;
    const bounds = [...this.#buckets, '+Inf'];
    const buckets = bounds.map((le, index) => {
      below += counts[index] as number;
      return { metricName: `${this.name}_bucket`, labels: { le, operation }, value: below };
    });
    const labels = { operation };
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: below },
    ];
  }
}

interface Tally {
  /** Of each bucket alone, the last for what is longer than every bound. */
  counts: number[];
  sum: number;
}
