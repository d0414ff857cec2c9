import type { OperationLine, StarvedLine } from '../../protocol/history.ts';
import { Generator } from '../stats/generator.ts';
import type { Unserved } from './asked.ts';
import { coveredMs, type Stretch, Stretches } from './stretches.ts';
import { Waits } from './waits.ts';

/** Of the time that a client waited in vain, the machine must have been short for this share. */
const SHORT_SHARE = 1 / 2;
/** A generator that was held up for less of what a client waits explains no wait. */
const HELD_UP_SHARE = 1 / 5;
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
  /** By the instance. */
  readonly #starved = new Map<string, Stretches<StarvedLine>>();
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
    const of = this.#starved.get(line.starved) ?? new Stretches<StarvedLine>();
    this.#starved.set(line.starved, of);
    of.add(line);
  }

  /**
   * What shows that the machine explains this one. Nothing does but for a client that waited for as long as it does, and
   * only where the machine was short for half of that: what was answered, refused or cut off is never explained.
   *
   * An instance that waited for a processor for half of that time or more had too little left to answer in, even if it
   * answers others soon: a queue need not be fair. Node takes in one new connection for each round of its event loop
   * (libuv from 1.45 on, `uv__server_io` of src/unix/stream.c), so that on a machine that is short whoever has a
   * connection is answered soon, and whoever has none may wait for very long. Somebody is answered, though: where nobody
   * was for so long that the instance had as much time to itself as a client waits, it hangs.
   */
  explains({ start, end, timedOut }: Unserved): Shown | undefined {
    if (!timedOut) return undefined;
    const lasts = end - start;
    const [enoughMs, tooFewMs] = [SHORT_SHARE * lasts, HELD_UP_SHARE * lasts];
    const isSlow = (this.#waits.meanMs(start, end) ?? 0) >= tooFewMs;
    for (const [instance, starved] of this.#starved) {
      if (isSlow && coveredMs(starved.between(start, end), start, end) >= enoughMs) return { instance };
      if (waitedMs(starved, start, end) >= enoughMs && !this.#hangs(starved, { start, end }))
        return { instance };
    }
    const late = this.#late.between(start, end).filter(({ from, to }) => to - from >= tooFewMs);
    return late.length > 0 && coveredMs(late, start, end) >= enoughMs ? {} : undefined;
  }

  /** Whether, while this one waited, nobody was answered for so long that the instance had had time enough. */
  #hangs(starved: Stretches<StarvedLine>, { start, end }: { start: number; end: number }): boolean {
    return this.#waits
      .silences(start, end)
      .some(({ from, to }) => to - from - waitedMs(starved, from, to) >= end - start);
  }
}

/** How long the instance waited for a processor between the two moments, where each stretch's wait is spread over it evenly. */
function waitedMs(starved: Stretches<StarvedLine>, start: number, end: number): number {
  return starved
    .between(start, end)
    .reduce(
      (sum, { from, to, waitedMs }) =>
        sum + (waitedMs * (Math.min(to, end) - Math.max(from, start))) / Math.max(1, to - from),
      0,
    );
}
