import type { OperationLine } from '../../protocol/history.ts';
import type { Step } from '../../protocol/profile.ts';
import { isUnserved, timedOut } from '../../protocol/service.ts';
import { Generator } from './generator.ts';
import { Durations } from './quantiles.ts';

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
    if (step === undefined) return;
    step.asked++;
    if (lateMs !== undefined) step.lateness.add(lateMs);
    if (isUnserved(line)) {
      step.unserved++;
      if (timedOut(line)) step.timedOut++;
    } else if (expected !== true) {
      step.served++;
      if (end - due > this.#limitMs) step.slow++;
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
      };
    });
  }

  #at(ms: number): Held | undefined {
    return this.#steps.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs)?.held;
  }
}

const at = (durations: Durations, percent: number) => (durations.count === 0 ? null : durations.at(percent));
