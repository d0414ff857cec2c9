import type { OperationLine, SampleLine } from '../../protocol/history.ts';
import { isUnserved } from '../../protocol/service.ts';
import type { Drift, Soak } from '../model/results.ts';
import { Durations } from './quantiles.ts';
import { FEWEST_READINGS, slopeOf } from './slope.ts';

/** A plateau has so many windows, each of which is one reading of latency, and so many parts for people to read. */
export const SOAK_WINDOWS = 60;
const PARTS = 4;
/** With fewer, the median of a window tells nothing. */
const LEAST_IN_WINDOW = 5;

interface Terms {
  fromMs: number;
  toMs: number;
  perSecond: number;
  /** Sessions come and go in equal number once the first ones are over. */
  ttlMs: number;
}

interface Told {
  losses: readonly { atMs: number }[];
  /** Why latency says nothing, and why nothing does. */
  late: string | undefined;
  problem: string | undefined;
}

class Part {
  asked = 0;
  unserved = 0;
  readonly latency = new Durations();
}

/** Takes in what happened while the rate of a soak stayed the same. Operations belong to the time at which they were due. */
export class SoakMeter {
  readonly #terms: Terms;
  readonly #parts = Array.from({ length: PARTS }, () => new Part());
  readonly #windows = Array.from({ length: SOAK_WINDOWS }, () => new Durations(2));
  /** The last reading of each instance in a window, by its name. */
  readonly #heaps = Array.from({ length: SOAK_WINDOWS }, () => new Map<string, number>());
  #sampled = false;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  operation(line: OperationLine): void {
    const { due, end, expected } = line;
    const part = this.#at(this.#parts, due);
    if (part === undefined) return;
    part.asked++;
    if (isUnserved(line)) part.unserved++;
    else if (expected !== true) {
      part.latency.add(end - due);
      this.#at(this.#windows, due)?.add(end - due);
    }
  }

  sample({ sample, target, at, heapBytes }: SampleLine): void {
    if (sample !== 'app' || heapBytes === undefined) return;
    this.#sampled = true;
    this.#at(this.#heaps, at)?.set(target, heapBytes);
  }

  soak({ losses, late, problem }: Told): Soak {
    const { perSecond, fromMs, toMs } = this.#terms;
    const lastsMs = (toMs - fromMs) / PARTS;
    return {
      perSecond,
      parts: this.#parts.map(({ asked, unserved, latency }, index) => {
        const [from, to] = [fromMs + index * lastsMs, fromMs + (index + 1) * lastsMs];
        return {
          fromMs: from,
          toMs: to,
          asked,
          unserved,
          p50Ms: latency.count === 0 ? null : latency.at(50),
          p99Ms: latency.count === 0 ? null : latency.at(99),
          losses: losses.filter(({ atMs }) => atMs >= from && atMs < to).length,
        };
      }),
      latencyMs: this.#latency(problem ?? late),
      ...(this.#sampled && { heapBytes: this.#heap(problem) }),
    };
  }

  #latency(why: string | undefined): Drift {
    if (why !== undefined) return { unknown: why };
    return this.#drift(
      this.#windows.map((window) => (window.count < LEAST_IN_WINDOW ? undefined : window.at(50))),
    );
  }

  /** Until sessions are over as fast as new ones come, a heap grows by what it is to keep. */
  #heap(why: string | undefined): Drift {
    if (why !== undefined) return { unknown: why };
    const { ttlMs, fromMs, toMs } = this.#terms;
    const widthMs = (toMs - fromMs) / SOAK_WINDOWS;
    const instances = new Set(this.#heaps.flatMap((window) => [...window.keys()])).size;
    const readings = this.#heaps.map((window, index) =>
      index * widthMs < ttlMs || window.size < instances
        ? undefined
        : [...window.values()].reduce((sum, bytes) => sum + bytes, 0),
    );
    const found = this.#drift(readings);
    return 'unknown' in found && 0.3 * (toMs - fromMs) < ttlMs
      ? { unknown: 'sessions live too long for their number to be steady for most of it' }
      : found;
  }

  #drift(readings: readonly (number | undefined)[]): Drift {
    const { fromMs, toMs } = this.#terms;
    const points = readings.flatMap((reading, index): [number, number][] =>
      reading === undefined ? [] : [[index, reading]],
    );
    const slope = slopeOf(points);
    if (slope === null)
      return { unknown: `${points.length} readings, where ${FEWEST_READINGS} are the fewest that tell` };
    const lasts = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
    return {
      by: slope.bytesPerSession * lasts,
      low: slope.low * lasts,
      high: slope.high * lasts,
      smallestVisible: slope.smallestVisible * lasts,
      readings: points.length,
      overMs: (lasts * (toMs - fromMs)) / SOAK_WINDOWS,
    };
  }

  #at<Each>(all: readonly Each[], ms: number): Each | undefined {
    const { fromMs, toMs } = this.#terms;
    return ms < fromMs || ms >= toMs
      ? undefined
      : all[Math.floor(((ms - fromMs) / (toMs - fromMs)) * all.length)];
  }
}
