/** From one point to the next the rate changes evenly; of two at one time, the second is what it jumps to. */
export interface RatePoint {
  atMs: number;
  /** Operations a second, over all clients; more than 0. */
  rate: number;
}

/** The rate over the load's time: its first point is at 0, its last at the end. */
export type Profile = readonly RatePoint[];

/** A stretch of a profile in which the rate stays as it is. */
export interface Step {
  fromMs: number;
  toMs: number;
  rate: number;
}

/** The steps of a profile that goes up by steps; what lies between two rates is none. */
export const stepsOf = (profile: Profile): Step[] =>
  profile.slice(1).flatMap(({ atMs: toMs, rate }, index) => {
    const { atMs: fromMs, rate: first } = profile[index] as RatePoint;
    return toMs > fromMs && rate === first ? [{ fromMs, toMs, rate }] : [];
  });

interface Stretch {
  fromMs: number;
  /** Operations a millisecond at its start, and how much more each millisecond. */
  pace: number;
  gains: number;
  /** Operations due before it, and in it. */
  before: number;
  due: number;
}

/**
 * When the operations of a profile are due. It bends the even schedule of the mean rate: `real` tells when what would be
 * due at an even time is due, and `even` is its inverse. Both keep 0, the end, and whatever is after it.
 */
export class ProfileSchedule {
  readonly #stretches: readonly Stretch[];
  readonly #lastsMs: number;
  /** Operations a millisecond, on the average. */
  readonly #mean: number;

  constructor(profile: Profile) {
    this.#stretches = stretchesOf(profile);
    this.#lastsMs = profile.at(-1)?.atMs ?? 0;
    this.#mean = this.#stretches.reduce((sum, { due }) => sum + due, 0) / this.#lastsMs;
  }

  /** Operations a second, on the average. */
  get meanRate(): number {
    return this.#mean * 1000;
  }

  real(evenMs: number): number {
    if (evenMs <= 0 || evenMs >= this.#lastsMs) return evenMs;
    const count = evenMs * this.#mean;
    const stretch = this.#stretches.findLast(({ before }) => before <= count);
    if (stretch === undefined) return evenMs;
    const { fromMs, pace, gains, before } = stretch;
    const some = count - before;
    // The root of pace t + gains t² / 2 = some, in the form that loses nothing where gains are small.
    return fromMs + (2 * some) / (pace + Math.sqrt(Math.max(0, pace * pace + 2 * gains * some)));
  }

  even(realMs: number): number {
    if (realMs <= 0 || realMs >= this.#lastsMs) return realMs;
    const stretch = this.#stretches.findLast(({ fromMs }) => fromMs <= realMs);
    if (stretch === undefined) return realMs;
    const { fromMs, pace, gains, before } = stretch;
    const t = realMs - fromMs;
    return (before + pace * t + (gains * t * t) / 2) / this.#mean;
  }

  /** How many times the mean rate it is then. */
  speedAt(realMs: number): number {
    if (realMs < 0 || realMs >= this.#lastsMs) return 1;
    const stretch = this.#stretches.findLast(({ fromMs }) => fromMs <= realMs);
    return stretch === undefined
      ? 1
      : (stretch.pace + stretch.gains * (realMs - stretch.fromMs)) / this.#mean;
  }
}

function stretchesOf(profile: Profile): Stretch[] {
  let before = 0;
  return profile.slice(1).flatMap(({ atMs, rate }, index) => {
    const { atMs: fromMs, rate: first } = profile[index] as RatePoint;
    const lastsMs = atMs - fromMs;
    if (lastsMs <= 0) return [];
    const due = ((first + rate) / 2 / 1000) * lastsMs;
    const stretch = { fromMs, pace: first / 1000, gains: (rate - first) / 1000 / lastsMs, before, due };
    before += due;
    return [stretch];
  });
}
