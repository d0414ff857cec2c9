import { sleep } from 'k6';
import { LATE_MS } from '../../protocol/limits.ts';
import type { Bend } from '../../protocol/profile.ts';

export interface Schedule {
  phaseMs: number;
  periodMs: number;
  /** The load's time: nothing is due after it. */
  durationMs: number;
  clock: () => number;
  /** How the schedule departs from an even one; absent: not at all. */
  bend?: Bend | undefined;
  /** So late, it leaves it at that, though its time is not over; absent: never. */
  patienceMs?: number;
  /** Whether what is late is no longer worth waiting for, though its time is not over. */
  isVain?: () => boolean;
}

/**
 * A client's own fixed schedule, as wrk2 keeps it: the start of operation n is due at `phaseMs + n * periodMs`
 * whatever became of the one before. A late client goes on at once and drops nothing, so that a stall shows in
 * the latency from the intended start; but when it is late by more than `LATE_MS` at the end, it leaves it at that.
 */
export class Pacer {
  /** By the even schedule. */
  #next: number;
  #periodMs: number;
  #neverSent = 0;
  readonly #durationMs: number;
  readonly #clock: () => number;
  readonly #patienceMs: number;
  readonly #isVain: () => boolean;
  readonly #bend: Bend | undefined;
  #wasVain = false;

  constructor(schedule: Schedule) {
    const {
      phaseMs,
      periodMs,
      durationMs,
      clock,
      bend,
      patienceMs = Infinity,
      isVain = () => false,
    } = schedule;
    this.#next = phaseMs;
    this.#periodMs = periodMs;
    this.#durationMs = durationMs;
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#isVain = isVain;
    this.#bend = bend;
  }

  /** When the next operation is due, without waiting for it; never, once the client is too late for it. */
  get nextDue(): number {
    const lastsMs = this.#durationMs - this.#next;
    if (lastsMs <= 0) return this.#due;
    const now = this.#clock();
    const lateMs = now - this.#durationMs;
    this.#wasVain = lateMs > 0 && this.#isVain();
    const isOvertaxed = now - this.#due > this.#patienceMs;
    if (lateMs <= LATE_MS && !this.#wasVain && !isOvertaxed) return this.#due;
    this.#neverSent += Math.ceil(lastsMs / this.#periodMs);
    this.#next = this.#durationMs;
    return Infinity;
  }

  get #due(): number {
    return this.#bend?.real(this.#next) ?? this.#next;
  }

  /** How many operations were due and given up. */
  get neverSent(): number {
    return this.#neverSent;
  }

  /** Whether that was because it was in vain, and not because it was too late. */
  get wasVain(): boolean {
    return this.#wasVain;
  }

  /** Operations a second that the schedule asks of this client now. */
  get perSecond(): number {
    return (1000 / this.#periodMs) * (this.#bend?.speedAt(this.#clock()) ?? 1);
  }

  /** From now on, so many times as fast. */
  hasten(factor: number): void {
    this.#periodMs /= factor;
  }

  /** Goes on from now, without what was due: the client waited of its own will. It keeps its phase among the others. */
  resume(): void {
    const now = this.#clock();
    const lateMs = (this.#bend?.even(now) ?? now) - this.#next;
    if (lateMs > 0) this.#next += Math.ceil(lateMs / this.#periodMs) * this.#periodMs;
  }

  /** Goes on from now, later by this part of a period than in its turn, and so at another place among the clients. */
  shift(part: number): void {
    this.resume();
    this.#next += part * this.#periodMs;
  }

  /** Waits until the next operation is due and returns when that was; `count` of them may then begin at once. */
  wait(count = 1): number {
    const due = this.#due;
    this.#next += this.#periodMs * count;
    const earlyMs = due - this.#clock();
    if (earlyMs > 0) sleep(earlyMs / 1000);
    return due;
  }
}
