import type { FaultLine, Line, OperationLine, SampleLine } from '../../protocol/history.ts';
import { isUnserved } from '../../protocol/service.ts';
import type { Bucket, FaultResult } from '../model/results.ts';
import { Durations } from '../stats/quantiles.ts';
import { Timeline } from '../stats/timeline.ts';

/** What "now" is: between one and two of these. */
const NOW_MS = 5000;

export type LiveFault = Pick<FaultResult, 'kind' | 'onsetMs' | 'healedMs' | 'tookEffect'> & { id: string };

/** Served, and how soon: of the whole run, or of the last seconds. */
export interface Served {
  operations: number;
  unserved: number;
  p50Ms: number | null;
  p99Ms: number | null;
  perSecond: number;
}

class Stretch {
  operations = 0;
  unserved = 0;
  readonly fromIntended = new Durations(2);
}

/** What a run has seen so far, in an amount of memory that its length does not change. */
export class LiveMeter {
  readonly #all = new Stretch();
  #now = new Stretch();
  #before = new Stretch();
  #nowFromMs = 0;
  #lastMs = 0;
  readonly #timeline = new Timeline();
  readonly #faults = new Map<string, LiveFault>();
  #absent = 0;
  #sample: SampleLine | undefined;
  #firstSample: SampleLine | undefined;
  #spoilt: string | undefined;

  /** A line as it was recorded; what is none is passed over, as the judge will tell. */
  add(text: string): void {
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      return;
    }
    if ('op' in line) this.#operation(line);
    else if ('fault' in line) this.#fault(line);
    else if ('sample' in line && line.sample === 'app') this.#read(line);
    else if ('note' in line && line.spoils) this.#spoilt ??= line.note.split('\n', 1)[0];
  }

  get total(): Served {
    return seen([this.#all], this.#lastMs);
  }

  /** Of the last seconds. */
  get now(): Served {
    const lastedMs = this.#lastMs - Math.max(0, this.#nowFromMs - NOW_MS);
    return seen([this.#before, this.#now], lastedMs);
  }

  get lastMs(): number {
    return this.#lastMs;
  }

  get absent(): number {
    return this.#absent;
  }

  get buckets(): Bucket[] {
    return this.#timeline.buckets();
  }

  get faults(): LiveFault[] {
    return [...this.#faults.values()];
  }

  /** The heap of an instance as it was read last, and how much more that is than at first. */
  get heap(): { bytes: number; grownBytes: number; overMs: number } | undefined {
    const [first, last] = [this.#firstSample, this.#sample];
    if (first?.heapBytes === undefined || last?.heapBytes === undefined) return undefined;
    return {
      bytes: last.heapBytes,
      grownBytes: last.heapBytes - first.heapBytes,
      overMs: last.at - first.at,
    };
  }

  /** Why no verdict can be trusted any more, where that is so. */
  get spoilt(): string | undefined {
    return this.#spoilt;
  }

  #operation(line: OperationLine): void {
    const { due, end, absent } = line;
    while (end >= this.#nowFromMs + NOW_MS) {
      this.#before = this.#now;
      this.#now = new Stretch();
      const isFar = end >= this.#nowFromMs + 2 * NOW_MS;
      this.#nowFromMs = isFar ? Math.floor(end / NOW_MS) * NOW_MS : this.#nowFromMs + NOW_MS;
      if (isFar) this.#before = new Stretch();
    }
    this.#lastMs = Math.max(this.#lastMs, end);
    if (absent) this.#absent++;
    const unserved = isUnserved(line);
    for (const stretch of [this.#all, this.#now]) {
      stretch.operations++;
      if (unserved) stretch.unserved++;
      else stretch.fromIntended.add(end - due);
    }
    this.#timeline.add(line);
  }

  #fault({ id, fault: kind, phase, at }: FaultLine): void {
    const known = this.#faults.get(id) ?? { id, kind, onsetMs: at, tookEffect: true };
    this.#faults.set(
      id,
      phase === 'onset'
        ? { ...known, onsetMs: at }
        : phase === 'healed'
          ? { ...known, healedMs: at }
          : { ...known, healedMs: at, tookEffect: false },
    );
  }

  #read(line: SampleLine): void {
    if (this.#firstSample !== undefined && line.target !== this.#firstSample.target) return;
    this.#firstSample ??= line;
    this.#sample = line;
  }
}

function seen(stretches: readonly Stretch[], lastedMs: number): Served {
  const durations = new Durations(2);
  for (const { fromIntended } of stretches) durations.merge(fromIntended);
  const operations = stretches.reduce((sum, each) => sum + each.operations, 0);
  return {
    operations,
    unserved: stretches.reduce((sum, each) => sum + each.unserved, 0),
    p50Ms: durations.count === 0 ? null : durations.at(50),
    p99Ms: durations.count === 0 ? null : durations.at(99),
    perSecond: lastedMs > 0 ? (operations / lastedMs) * 1000 : 0,
  };
}
