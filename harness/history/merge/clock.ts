import type { ClockLine } from '../../../protocol/history.ts';

/**
 * By how much two clocks may come to differ while nobody looks: 500 microseconds a second, the most that NTP slews a
 * clock by; crystals are ten times better.
 */
const MOST_DRIFT = 5e-4;

export type Reading = Pick<ClockLine, 'at' | 'offset' | 'error'>;

/** How the clock of one part stands to the reference, by what was read before, after, and perhaps in between. */
export class PartClock {
  readonly #readings: readonly Reading[];
  #piece = 0;

  /** Without readings it is the reference itself. */
  constructor(readings: readonly Reading[]) {
    this.#readings = readings.toSorted((a, b) => a.at - b.at);
  }

  /** Milliseconds by which the reference is ahead, at a moment by this clock: on the straight line between two readings, and as the nearest one says outside of them. */
  offsetAt(atMs: number): number {
    const readings = this.#readings;
    const { length } = readings;
    if (length === 0) return 0;
    // Lines come nearly in order: the piece of the last one is nearly always that of the next one.
    let at = this.#piece;
    while (at > 0 && atMs < (readings[at] as Reading).at) at--;
    while (at + 2 < length && atMs >= (readings[at + 1] as Reading).at) at++;
    this.#piece = at;
    const before = readings[at] as Reading;
    const after = readings[at + 1];
    if (after === undefined || atMs <= before.at || after.at === before.at) return before.offset;
    if (atMs >= after.at) return after.offset;
    return before.offset + ((atMs - before.at) * (after.offset - before.offset)) / (after.at - before.at);
  }

  /**
   * How far from the truth that may be from the first moment to the last: the error of the readings, and all by which the
   * offset changed between two of them, as nobody knows how it came from the one to the other; outside of them, as much
   * as clocks may drift.
   */
  errorWithin(fromMs: number, toMs: number): number {
    const [first, last] = [this.#readings[0], this.#readings.at(-1)];
    if (first === undefined || last === undefined) return 0;
    let most = Math.max(
      first.error + MOST_DRIFT * Math.max(0, first.at - fromMs),
      last.error + MOST_DRIFT * Math.max(0, toMs - last.at),
    );
    for (let at = 1; at < this.#readings.length; at++) {
      const [a, b] = [this.#readings[at - 1] as Reading, this.#readings[at] as Reading];
      most = Math.max(most, Math.max(a.error, b.error) + Math.abs(b.offset - a.offset));
    }
    return most;
  }

  /** A jump that no drift explains, in milliseconds: the clock was set; undefined if it was not. */
  setByMs(): number | undefined {
    for (let at = 1; at < this.#readings.length; at++) {
      const [a, b] = [this.#readings[at - 1] as Reading, this.#readings[at] as Reading];
      const changed = b.offset - a.offset;
      if (Math.abs(changed) > a.error + b.error + 2 * MOST_DRIFT * (b.at - a.at)) return changed;
    }
    return undefined;
  }

  /** Parts in a million by which the reference runs faster; undefined where it was not read twice. */
  driftPpm(): number | undefined {
    const [first, last] = [this.#readings[0], this.#readings.at(-1)];
    if (first === undefined || last === undefined || last.at === first.at) return undefined;
    return ((last.offset - first.offset) / (last.at - first.at)) * 1e6;
  }
}
