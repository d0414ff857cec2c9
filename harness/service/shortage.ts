import type { OperationLine, StarvedLine } from '../../protocol/history.ts';
import { Generator } from '../stats/generator.ts';
import type { Unserved } from './asked.ts';
import { coveredMs, type Stretch, Stretches } from './stretches.ts';
import { Waits } from './waits.ts';

/** Of the time that a client waited in vain, the machine must have been short for this share. */
const SHORT_SHARE = 1 / 2;
/** An instance that waited for a processor for so much of a stretch could answer nobody in it, whatever it wanted. */
const ALL_SHARE = 9 / 10;
/** A generator that was held up for less of what a client waits explains no wait. */
const HELD_UP_SHARE = 1 / 5;
/** Who waits half as long and is answered after all, */
const LONG_SHARE = 1 / 2;
/** is at least so often met, beside those who wait in vain, where waits are long of every length. */
const ANSWERED_SHARE = 1 / 4;
/** Less is the resolution of its timers, on a machine that does little else. */
const LEAST_LATE_MS = 20;
/** Of all that was due in so short a time, what was sent last says how long the generator was held up. */
const TOGETHER_MS = 50;

/** What shows that the machine was short: an instance that waited for a processor, or, without one, the generator. */
export interface Shown {
  instance?: string;
}

/**
 * When a machine, and not what is tested on it, had too little to give. Two things show that, both from outside of the
 * app: an operation that was due while its client was free, and was sent late, which nothing but the generator's own want
 * of a processor can have held up; and an instance that was ready to run and did not get to (`starved`).
 */
export class Shortage {
  readonly #generator = new Generator();
  readonly #late = new Stretches<Stretch>();
  readonly #starved = new Stretches<StarvedLine>();
  readonly #waits = new Waits();
  #last: Stretch | undefined;

  operation(op: OperationLine): void {
    const { due, start } = op;
    if ((this.#generator.lateness(op) ?? 0) < LEAST_LATE_MS) return;
    const last = this.#last;
    if (last !== undefined && due >= last.from && due < last.from + TOGETHER_MS && start <= last.to) return;
    this.#late.add((this.#last = { from: due, to: start }));
  }

  served(op: OperationLine): void {
    this.#waits.answered(op);
  }

  waitedInVain(op: OperationLine): void {
    this.#waits.inVain(op);
  }

  starved(line: StarvedLine): void {
    this.#starved.add(line);
  }

  /**
   * What shows that the machine explains this one. Nothing does but for a client that waited for as long as it does, and
   * only where the machine was short for half of that: what was answered, refused or cut off is never explained. An app
   * that is merely slow for want of a processor answers others meanwhile, and late: where it answers the others
   * soon the machine is not what kept it from this one, and where it answers nobody it hangs, unless it hardly ever ran.
   * A queue need not be fair: Node takes in one new connection for each round of its event loop (libuv from 1.45 on, `uv__server_io` of src/unix/stream.c), so that who has one is
   * answered soon, and who has none waits. Then waits are of every length, where an app that hangs answers either soon or
   * never.
   */
  explains({ start, end, timedOut }: Unserved): Shown | undefined {
    if (!timedOut) return undefined;
    const [lasts, enoughMs] = [end - start, SHORT_SHARE * (end - start)];
    const starved = this.#starved.between(start, end);
    const [first] = starved;
    const stopped = starved.filter(({ from, to, waitedMs }) => waitedMs >= ALL_SHARE * (to - from));
    const isSlow =
      (this.#waits.meanMs(start, end) ?? 0) >= HELD_UP_SHARE * lasts || this.#isOfEveryLength(start, end);
    if (first !== undefined && coveredMs(isSlow ? starved : stopped, start, end) >= enoughMs)
      return { instance: first.starved };
    const late = this.#late.between(start, end).filter(({ from, to }) => to - from >= HELD_UP_SHARE * lasts);
    return late.length > 0 && coveredMs(late, start, end) >= enoughMs ? {} : undefined;
  }

  /** Whether some of those who waited when this one did, and for long, were answered in the end. */
  #isOfEveryLength(start: number, end: number): boolean {
    const lasts = end - start;
    const { answered, inVain } = this.#waits.longer(LONG_SHARE * lasts, start, end + lasts);
    return answered > 0 && answered >= ANSWERED_SHARE * inVain;
  }
}
