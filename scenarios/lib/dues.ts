import type { ProfileSchedule } from '../../protocol/profile.ts';

export interface EvenSchedule {
  phaseMs: number;
  periodMs: number;
  /** How the schedule departs from an even one; absent: not at all. */
  schedule?: ProfileSchedule | undefined;
  /** How long the client thinks, drawn anew each time, and how long on the average; absent: not at all. */
  think?: { draw: () => number; meanMs: number } | undefined;
}

/**
 * When the operations of one client are due. The n-th is at `phaseMs + n * periodMs`, bent by a profile, but not before
 * the client has thought: so long after the one before it was due. Nothing here depends on how soon anybody answers, so
 * that what a slow answer holds up is late by that, and a client that thinks is not. One that thinks for long makes up
 * for it by the schedule, where that leaves it time.
 */
export class Dues {
  /** By the even schedule. */
  #next: number;
  #periodMs: number;
  /** Not before this, whatever the schedule says. */
  #readyMs = -Infinity;
  readonly #profile: ProfileSchedule | undefined;
  #think: EvenSchedule['think'];

  constructor({ phaseMs, periodMs, schedule, think }: EvenSchedule) {
    this.#next = phaseMs;
    this.#periodMs = periodMs;
    this.#profile = schedule;
    this.#think = think;
  }

  get next(): number {
    return Math.max(this.#profile?.real(this.#next) ?? this.#next, this.#readyMs);
  }

  /** When the next one is due, of which `count` may then begin at once; from now on it is the one after it. */
  take(count = 1): number {
    const due = this.next;
    this.#next += this.#periodMs * count;
    if (this.#think !== undefined) this.#readyMs = due + this.#think.draw();
    return due;
  }

  /** How many are due until then. */
  countUntil(endMs: number): number {
    const gapMs = Math.max(this.#periodMs, this.#think?.meanMs ?? 0);
    return Math.max(0, Math.ceil((this.#even(endMs) - this.#even(this.next)) / gapMs));
  }

  /** None is due before then. */
  end(atMs: number): void {
    this.#next = Math.max(this.#next, this.#even(atMs));
  }

  perSecond(atMs: number): number {
    const wanted = (1000 / this.#periodMs) * (this.#profile?.speedAt(atMs) ?? 1);
    return this.#think === undefined ? wanted : Math.min(wanted, 1000 / this.#think.meanMs);
  }

  /** From now on, so many times as fast, and without thinking. */
  hasten(factor: number): void {
    this.#periodMs /= factor;
    this.#think = undefined;
    this.#readyMs = -Infinity;
  }

  /** Goes on from then, without what was due before. It keeps its phase among the others. */
  resume(atMs: number): void {
    const lateMs = this.#even(atMs) - this.#next;
    if (lateMs > 0) this.#next += Math.ceil(lateMs / this.#periodMs) * this.#periodMs;
  }

  /** Later by this part of a period. */
  shift(part: number): void {
    this.#next += part * this.#periodMs;
  }

  #even(realMs: number): number {
    return this.#profile?.even(realMs) ?? realMs;
  }
}
