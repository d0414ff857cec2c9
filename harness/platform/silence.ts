import { METRICS } from '../../protocol/metrics.ts';
import { samplesOf } from './samples.ts';

/** What an instance's metrics say of calls of its store. */
export interface Heard {
  /** Calls that have called back, since the process began. */
  calledBack: number;
  waiting: { operation: string; calls: number; longestMs: number }[];
}

/** By which metrics. */
export const HEARD_BY = [METRICS.storeSeconds, METRICS.storeWaiting, METRICS.storeLongestWait] as const;

/** Reads it from an exposition of the app's metrics. */
export function heardIn(text: string): Heard {
  const longest = new Map(samplesOf(METRICS.storeLongestWait, text));
  return {
    calledBack: samplesOf(`${METRICS.storeSeconds}_count`, text).reduce((sum, [, calls]) => sum + calls, 0),
    waiting: samplesOf(METRICS.storeWaiting, text)
      .filter(([, calls]) => calls > 0)
      .map(([operation, calls]) => ({
        operation,
        calls,
        longestMs: (longest.get(operation) ?? 0) * 1000,
      })),
  };
}

/** The calls that have waited for so long, in words, seen at that time of the experiment; undefined where none has. */
export function silenceOf({ waiting }: Heard, patienceMs: number, atMs: number): string | undefined {
  const silent = waiting.filter(({ longestMs }) => longestMs >= patienceMs);
  if (silent.length === 0) return undefined;
  const words = silent.map(({ operation, calls, longestMs }) => {
    const how = calls === 1 ? '1 call waits' : `${calls.toLocaleString('en-US')} calls wait`;
    return `of ${operation}() ${how}, since ${seconds(atMs - longestMs)}`;
  });
  return `its store has not called back for ${seconds(Math.max(...silent.map(({ longestMs }) => longestMs)))}: ${words.join('; ')} of the experiment`;
}

const seconds = (ms: number) => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;

/** Looks in a row without a word: fewer say nothing, as a machine that slept looks the same once. */
const LOOKS = 5;

/** Tells when an instance's store has fallen silent for good: it owes answers and gives none at all. */
export class Silence {
  readonly #patienceMs: number;
  #calledBack = -1;
  #sinceMs = 0;
  #looks = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Takes in one look at that time, and says what is silent, if it has been for long enough. */
  see(heard: Heard, atMs: number): string | undefined {
    if (heard.calledBack !== this.#calledBack) {
      this.#calledBack = heard.calledBack;
      this.#sinceMs = atMs;
      this.#looks = 0;
    }
    this.#looks++;
    if (this.#looks < LOOKS || atMs - this.#sinceMs < this.#patienceMs) return undefined;
    return silenceOf(heard, this.#patienceMs, atMs);
  }
}
