import { sleep } from 'k6';
import { LATE_MS } from '../../protocol/limits.ts';
import { Dues, type EvenSchedule } from './dues.ts';

export interface Schedule extends EvenSchedule {
  /** The load's time: nothing is due after it. */
  durationMs: number;
  clock: () => number;
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
  readonly #dues: Dues;
  #neverSent = 0;
  readonly #durationMs: number;
  readonly #clock: () => number;
  readonly #patienceMs: number;
  readonly #isVain: () => boolean;
  #wasVain = false;
  #isInTime = false;

  constructor(schedule: Schedule) {
    const { durationMs, clock, patienceMs = Infinity, isVain = () => false } = schedule;
    this.#dues = new Dues(schedule);
    this.#durationMs = durationMs;
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#isVain = isVain;
  }

  /** When the next operation is due, without waiting for it; never, once the client is too late for it. */
  get nextDue(): number {
    const due = this.#dues.next;
    if (due >= this.#durationMs) return due;
    const now = this.#clock();
    const lateMs = now - this.#durationMs;
    this.#wasVain = lateMs > 0 && this.#isVain();
    const isOvertaxed = now - due > this.#patienceMs;
    if (lateMs <= LATE_MS && !this.#wasVain && !isOvertaxed) return due;
    this.#giveUp();
    return Infinity;
  }

  /** Its time is over, and it sends no more of what was due in it. */
  stopInTime(): void {
    this.#isInTime = true;
    this.#giveUp();
  }

  #giveUp(): void {
    this.#neverSent += this.#dues.countUntil(this.#durationMs);
    this.#dues.end(this.#durationMs);
  }

  /** How many operations were due and given up. */
  get neverSent(): number {
    return this.#neverSent;
  }

  /** Whether that was because it was in vain, and not because it was too late. */
  get wasVain(): boolean {
    return this.#wasVain;
  }

  /** Whether that was because the load's time was over. */
  get wasInTime(): boolean {
    return this.#isInTime;
  }

  /** Operations a second that the schedule asks of this client now. */
  get perSecond(): number {
    return this.#dues.perSecond(this.#clock());
  }

  /** From now on, so many times as fast. */
  hasten(factor: number): void {
    this.#dues.hasten(factor);
  }

  /** Goes on from now, without what was due: the client waited of its own will. It keeps its phase among the others. */
  resume(): void {
    this.#dues.resume(this.#clock());
  }

  /** Goes on from now, later by this part of a period than in its turn, and so at another place among the clients. */
  shift(part: number): void {
    this.resume();
    this.#dues.shift(part);
  }

  /** Waits until the next operation is due and returns when that was; `count` of them may then begin at once. */
  wait(count = 1): number {
    const due = this.#dues.take(count);
    const earlyMs = due - this.#clock();
    if (earlyMs > 0) sleep(earlyMs / 1000);
    return due;
  }
}
