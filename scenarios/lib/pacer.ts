import { sleep } from 'k6';

/**
 * A client's own fixed schedule, as wrk2 keeps it: the start of operation n is due at `phaseMs + n * periodMs`
 * whatever became of the one before. A late client goes on at once and drops nothing, so that a stall shows in
 * the latency from the intended start.
 */
export class Pacer {
  #next: number;
  #periodMs: number;
  readonly #clock: () => number;

  constructor({ phaseMs, periodMs, clock }: { phaseMs: number; periodMs: number; clock: () => number }) {
    this.#next = phaseMs;
    this.#periodMs = periodMs;
    this.#clock = clock;
  }

  /** When the next operation is due, without waiting for it. */
  get nextDue(): number {
    return this.#next;
  }

  /** Operations a second that the schedule asks of this client. */
  get perSecond(): number {
    return 1000 / this.#periodMs;
  }

  /** From now on, so many times as fast. */
  hasten(factor: number): void {
    this.#periodMs /= factor;
  }

  /** Goes on from now, without what was due: the client waited of its own will. It keeps its phase among the others. */
  resume(): void {
    const lateMs = this.#clock() - this.#next;
    if (lateMs > 0) this.#next += Math.ceil(lateMs / this.#periodMs) * this.#periodMs;
  }

  /** Waits until the next operation is due and returns when that was; `count` of them may then begin at once. */
  wait(count = 1): number {
    const due = this.#next;
    this.#next += this.#periodMs * count;
    const earlyMs = due - this.#clock();
    if (earlyMs > 0) sleep(earlyMs / 1000);
    return due;
  }
}
