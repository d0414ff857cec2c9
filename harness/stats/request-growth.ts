import type { FaultLine, OperationLine, SampleLine } from '../../protocol/history.ts';
import type { Growth } from '../model/results.ts';
import { Arrivals } from './arrivals.ts';
import { slopeOf } from './slope.ts';
import { together } from './together.ts';

/** Of the requests, so many are left out of the fit: the code that they run is still being compiled. */
const WARM_UP_SHARE = 0.2;

/** A heap drifts by some tens of bytes a request for thousands of them, whatever the store does. */
const LEAST_REQUEST_BYTES = 500;

/**
 * The app's heap against requests of sessions that stay the same: what grows with them is left behind by requests.
 * Counts what begins at `fromMs` or after it, until something breaks.
 */
export class RequestGrowthMeter {
  readonly #fromMs: number;
  readonly #requests = new Arrivals();
  readonly #samples: SampleLine[] = [];
  /** A request without an answer may be at work at any later time, and make a session then. */
  #isClouded = false;

  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  operation({ outcome, start, end }: OperationLine): void {
    if (outcome === 'info') this.#isClouded = true;
    if (start >= this.#fromMs) this.#requests.add(end);
  }

  /** Of that time, in order. */
  sample(sample: SampleLine): void {
    if (sample.sample !== 'app') return;
    this.#samples.push(sample);
    this.#requests.mark(sample.at);
  }

  fault({ at }: FaultLine): void {
    this.#requests.endAt(at);
  }

  /** Null where nobody came back, where requests went without an answer, or nothing was read meanwhile. */
  growth(): Growth['perRequest'] {
    const requests = this.#requests.count;
    if (this.#isClouded || requests === 0) return null;
    const by = this.#requests.counter();
    const points = together(this.#samples)
      .filter(({ atMs }) => atMs <= this.#requests.lastMs)
      .map(({ atMs, heapBytes }) => [by(atMs), heapBytes] as const)
      .filter(([requestsBy]) => requestsBy >= WARM_UP_SHARE * requests);
    return { requests, slope: slopeOf(points, LEAST_REQUEST_BYTES) };
  }
}
