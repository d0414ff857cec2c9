import type { OperationLine } from '../../protocol/history.ts';
import type { Step } from '../../protocol/profile.ts';
import { isUnserved, timedOut } from '../../protocol/service.ts';
import { Generator } from './generator.ts';
import { Durations } from './quantiles.ts';

/** Of what was due in a part of a step. */
export interface SliceSeen {
  asked: number;
  unserved: number;
  served: number;
  /** What was served and took longer than the limit from the intended start, and how long it took, added up. */
  slow: number;
  slowMs: number;
}

/** Parts of a step: a stall of a hundredth of it is seen as one. */
const SLICES = 100;

/** What was seen of one step. Operations belong to the step in which they were due. */
export interface StepSeen extends Step {
  asked: number;
  unserved: number;
  /** Of those, the ones that were waited for in vain: what keeps an answer away may be the generator. */
  timedOut: number;
  served: number;
  /** Of what was served, what took longer than the limit, from the intended start and from the send. */
  slow: number;
  slowFromSend: number;
  p50Ms: number | null;
  p99Ms: number | null;
  sendP99Ms: number | null;
  /** How late the generator itself sent 1 % of those that nothing kept waiting; null: there were none. */
  latenessP99Ms: number | null;
  /** Of what ended in the step. */
  endedPerSecond: number;
  inFlight: number;
  /** In the order in which they were due. */
  slices: readonly SliceSeen[];
}

class Held {
  asked = 0;
  unserved = 0;
  timedOut = 0;
  served = 0;
  slow = 0;
  slowFromSend = 0;
  ended = 0;
  busyMs = 0;
  readonly fromIntended = new Durations();
  readonly fromSend = new Durations();
  readonly lateness = new Durations();
  readonly slices: SliceSeen[] = Array.from({ length: SLICES }, () => ({
    asked: 0,
    unserved: 0,
    served: 0,
    slow: 0,
    slowMs: 0,
  }));
}

/** Takes in what happened while the rate went up by steps. */
export class StepsMeter {
  readonly #steps: readonly (Step & { held: Held })[];
  readonly #limitMs: number;
  readonly #generator = new Generator();

  constructor(steps: readonly Step[], limitMs: number) {
    this.#steps = steps.map((step) => ({ ...step, held: new Held() }));
    this.#limitMs = limitMs;
  }

  add(line: OperationLine): void {
    const { due, start, end, expected } = line;
    const lateMs = this.#generator.lateness(line);
    const ended = this.#at(end);
    if (ended !== undefined) {
      ended.ended++;
      ended.busyMs += end - start;
    }
    const step = this.#at(due);
    const slice = this.#sliceAt(due);
    if (step === undefined || slice === undefined) return;
    step.asked++;
    slice.asked++;
    if (lateMs !== undefined) step.lateness.add(lateMs);
    if (isUnserved(line)) {
      step.unserved++;
      slice.unserved++;
      if (timedOut(line)) step.timedOut++;
    } else if (expected !== true) {
      step.served++;
      slice.served++;
      if (end - due > this.#limitMs) {
        step.slow++;
        slice.slow++;
        slice.slowMs += end - due;
      }
      if (end - start > this.#limitMs) step.slowFromSend++;
      step.fromIntended.add(end - due);
      step.fromSend.add(end - start);
    }
  }

  seen(): StepSeen[] {
    return this.#steps.map(({ held, fromMs, toMs, rate }) => {
      const { asked, unserved, timedOut: inVain, served, slow, slowFromSend, ended, busyMs } = held;
      return {
        fromMs,
        toMs,
        rate,
        asked,
        unserved,
        timedOut: inVain,
        served,
        slow,
        slowFromSend,
        p50Ms: at(held.fromIntended, 50),
        p99Ms: at(held.fromIntended, 99),
        sendP99Ms: at(held.fromSend, 99),
        latenessP99Ms: at(held.lateness, 99),
        endedPerSecond: (ended / (toMs - fromMs)) * 1000,
        inFlight: busyMs / (toMs - fromMs),
        slices: held.slices,
      };
    });
  }

  #at(ms: number): Held | undefined {
    return this.#stepAt(ms)?.held;
  }

  #sliceAt(ms: number): SliceSeen | undefined {
    const step = this.#stepAt(ms);
    return step?.held.slices[Math.floor((SLICES * (ms - step.fromMs)) / (step.toMs - step.fromMs))];
  }

  #stepAt(ms: number) {
    return this.#steps.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  }
}

const at = (durations: Durations, percent: number) => (durations.count === 0 ? null : durations.at(percent));
