import { mean } from 'simple-statistics';
import type { FaultLine, OperationLine, SampleLine } from '../../protocol/history.ts';
import type { Growth, Slope } from '../model/results.ts';
import { Arrivals } from './arrivals.ts';
import { RequestGrowthMeter } from './request-growth.ts';
import { roomOf } from './room.ts';
import { slopeOf } from './slope.ts';
import { together } from './together.ts';

/**
 * Over the first visitors code is compiled and optimized, pools and connections are filled: what grows then is not
 * sessions. This share of them is left out of the fit, whatever the readings look like.
 */
const WARM_UP_SHARE = 0.3;

/** Whoever keeps a session keeps its id and an entry for it at the least. */
const LEAST_SESSION_BYTES = 100;

/** A count is of another moment than the sessions that clients have seen made by then. */
const STILL_STORED = 0.95;

interface GrowthTerms {
  ttlMs: number;
  figure: string;
  bytes: number;
  returningFromMs?: number;
}

/** Memory against sessions: collects creations and samples, and fits them. */
export class GrowthMeter {
  readonly #ttlMs: number;
  readonly #figure: string;
  readonly #floor: number;
  readonly #created = new Arrivals();
  readonly #samples: SampleLine[] = [];
  readonly #returning: RequestGrowthMeter;
  readonly #returningFromMs: number;
  /** From the first fault on, what is held is not what visitors left: a new process begins with nothing. */
  #brokenMs = Infinity;

  /** @param returningFromMs from then on nobody is new, and memory is set against requests. */
  constructor({ ttlMs, figure, bytes, returningFromMs = Infinity }: GrowthTerms) {
    this.#returningFromMs = returningFromMs;
    this.#returning = new RequestGrowthMeter(returningFromMs);
    this.#ttlMs = ttlMs;
    this.#figure = figure;
    // A store that keeps sessions keeps what is in them. A heap also drifts by some tens of bytes a request, which
    // scatter cannot tell from a slope: less than half of a session's own data is no sign of kept sessions.
    this.#floor = Math.max(LEAST_SESSION_BYTES, bytes / 2);
  }

  addOperation(line: OperationLine): void {
    this.#returning.operation(line);
    const { op, outcome, due, end } = line;
    // However late it came: it was due before anybody was to come back.
    if (op === 'create' && outcome === 'ok' && due < this.#returningFromMs) this.#created.add(end);
  }

  addSample(sample: SampleLine): void {
    if (sample.at >= this.#returningFromMs) this.#returning.sample(sample);
    this.#samples.push(sample);
    this.#created.mark(sample.at);
  }

  /** Something broke: growth is measured up to here. */
  addFault(line: FaultLine): void {
    this.#returning.fault(line);
    this.#brokenMs = Math.min(this.#brokenMs, line.at);
    this.#created.endAt(line.at);
  }

  /** Null where nothing was sampled. */
  growth(): Growth | null {
    if (this.#samples.length === 0) return null;
    const visitors = this.#created.count;
    const lastVisitorMs = visitors > 0 ? this.#created.lastMs : 0;
    const firstMs = visitors > 0 ? this.#created.firstMs : 0;
    const sessionsAt = this.#created.counter();
    return {
      visitors,
      ttlMs: this.#ttlMs,
      lastVisitorMs,
      app: this.#app(sessionsAt, visitors, lastVisitorMs),
      perRequest: this.#isLate() ? null : this.#returning.growth(),
      server: this.#server(sessionsAt, firstMs, lastVisitorMs),
    };
  }

  #app(sessionsAt: (atMs: number) => number, visitors: number, lastVisitorMs: number): Growth['app'] {
    const samples = together(this.#of('app')).map(({ atMs, heapBytes }) => ({
      atMs,
      sessions: sessionsAt(atMs),
      heapBytes,
    }));
    const warm = Math.floor(visitors * WARM_UP_SHARE);
    const growing = samples.filter(({ atMs, sessions }) => sessions > warm && atMs <= lastVisitorMs);
    const slope = slopeOf(
      growing.map(({ sessions, heapBytes }) => [sessions, heapBytes]),
      this.#floor,
    );
    const held = this.#held(samples, slope, lastVisitorMs);
    const grows = slope !== null && grew(slope);
    const room = roomOf(this.#of('app'), { lastVisitorMs, slope, grows, held });
    return {
      samples: thinned(samples),
      ...(growing[0] && { fittedFromMs: growing[0].atMs }),
      slope,
      heldAfterTtl: held,
      ...(room && { room }),
    };
  }

  /**
   * Of what the heap held when the last visitor had come, above the line's reading at no visitor, the share that is
   * still there one TTL later. The reading at the last visitor is used and not the line's: a hash table that
   * doubles bends the line at its end.
   */
  #held(
    samples: readonly { atMs: number; heapBytes: number }[],
    slope: Slope | null,
    lastVisitorMs: number,
  ): number | null {
    const full = samples.find(({ atMs }) => atMs >= lastVisitorMs && atMs < lastVisitorMs + this.#ttlMs);
    const after = samples.filter(({ atMs }) => atMs >= lastVisitorMs + this.#ttlMs);
    if (slope === null || !grew(slope) || full === undefined || after.length === 0) return null;
    const left = mean(after.map(({ heapBytes }) => heapBytes)) - slope.interceptBytes;
    return left / (full.heapBytes - slope.interceptBytes);
  }

  #server(sessionsAt: (atMs: number) => number, firstMs: number, lastMs: number): Growth['server'] {
    const samples = this.#of('server').map(({ at, memoryBytes = 0, sessions: stored }) => ({
      atMs: at,
      sessions: sessionsAt(at),
      memoryBytes,
      ...(stored === undefined ? {} : { stored }),
    }));
    const [base] = samples;
    if (base === undefined) return null;
    // The server holds as many as were made until the first one expires; one that stores them still when the last
    // visitor comes, for all that time.
    const { sessions = Infinity, stored = 0 } = samples.findLast(({ atMs }) => atMs <= lastMs) ?? {};
    const keepsAll = stored - (base.stored ?? 0) > STILL_STORED * sessions;
    const untilMs = keepsAll ? lastMs : Math.min(firstMs + this.#ttlMs, lastMs);
    const filling = samples.filter(({ atMs }) => atMs <= untilMs);
    const slope = slopeOf(
      filling.map(({ sessions, memoryBytes }) => [sessions, memoryBytes]),
      this.#floor,
    );
    const peak = samples.reduce((most, { memoryBytes }) => Math.max(most, memoryBytes), 0);
    const last = samples.findLast(({ atMs }) => atMs >= lastMs + this.#ttlMs);
    const held =
      last === undefined || peak === base.memoryBytes
        ? null
        : (last.memoryBytes - base.memoryBytes) / (peak - base.memoryBytes);
    return {
      figure: this.#figure,
      samples: thinned(samples),
      slope,
      heldAfterTtl: held,
      storedAfterTtl: last?.stored ?? null,
    };
  }

  #of(kind: SampleLine['sample']): SampleLine[] {
    const untilMs = Math.min(this.#brokenMs, this.#isLate() ? Infinity : this.#returningFromMs);
    return this.#samples.filter(({ sample, at }) => sample === kind && at < untilMs);
  }

  /** Visitors came until so late that some of their sessions live on when others come back. */
  #isLate(): boolean {
    const { count, lastMs } = this.#created;
    return count > 0 && lastMs + this.#ttlMs >= this.#returningFromMs;
  }
}

/** Whether a slope is certainly there. */
export const grew = ({ low, bytesPerSession, smallestVisible }: Slope): boolean =>
  low > 0 && bytesPerSession >= smallestVisible;

/** A picture shows no more; the fit is of all. */
const MOST_SHOWN = 400;

/** Some of many readings, evenly; the first and the last are among them. */
function thinned<Reading>(readings: readonly Reading[]): Reading[] {
  if (readings.length <= MOST_SHOWN) return [...readings];
  const every = (readings.length - 1) / (MOST_SHOWN - 1);
  return Array.from({ length: MOST_SHOWN }, (_, at) => readings[Math.round(at * every)] as Reading);
}
