import type { OperationLine } from '../../protocol/history.ts';
import type { ExperimentResult } from '../model/results.ts';
import { Generator } from './generator.ts';
import { Durations } from './quantiles.ts';

/** More than this, and the generator's own lateness shows in the latencies of a local store. */
const LATENESS_LIMIT_MS = 20;

/** An app's first second is of code that has not been compiled and of connections that are not there yet. */
const WARM_UP_MS = 1000;

interface Twice {
  fromIntended: Durations;
  fromSend: Durations;
}

interface Kind extends Twice {
  /** Of those that were due in the steady part of the load. */
  steady: Twice;
}

type OnTime = Pick<ExperimentResult['generator'], 'verdict' | 'reason' | 'latenessP99Ms'>;

/**
 * Latency of what succeeded by kind of operation, from the intended start and from the send, and how well the generator kept to its
 * schedule. An operation that was due while its client had nothing else to do and was sent late was late by the
 * generator's own fault; where the 99th percentile of that exceeds 20 ms, latency is unknown. All this is of the load
 * alone; of what was due when it was over there is the number, and how late the generator was with it. `steady` is of what
 * was due from 1 s after the start to the end of the load, and so not of a cold app.
 */
export class LatencyMeter {
  readonly #succeeded = new Map<string, Kind>();
  readonly #failed = new Map<string, Kind>();
  readonly #loadMs: number;
  readonly #behind = new Durations();
  readonly #lateness = new Durations();
  readonly #latenessAfter = new Durations();
  readonly #generator = new Generator();
  #operations = 0;
  #operationsAfter = 0;
  #firstDue = Number.POSITIVE_INFINITY;
  #lastDue = Number.NEGATIVE_INFINITY;
  #lastEnd = Number.NEGATIVE_INFINITY;

  /** `loadMs`: when the load is over; what is due then or later is none of it. Absent: all is. */
  constructor({ loadMs = Infinity }: { loadMs?: number } = {}) {
    this.#loadMs = loadMs;
  }

  add(line: OperationLine): void {
    const lateMs = this.#generator.lateness(line);
    if (line.due >= this.#loadMs) {
      this.#operationsAfter++;
      if (lateMs !== undefined) this.#latenessAfter.add(lateMs);
      return;
    }
    const { op, outcome, expected, due, start, end } = line;
    this.#operations++;
    this.#firstDue = Math.min(this.#firstDue, due);
    this.#lastDue = Math.max(this.#lastDue, due);
    this.#lastEnd = Math.max(this.#lastEnd, end);
    this.#behind.add(start - due);
    if (lateMs !== undefined) this.#lateness.add(lateMs);
    // A refusal that was asked for is neither.
    if (expected === true) return;
    const kind = kindOf(outcome === 'ok' ? this.#succeeded : this.#failed, op);
    for (const durations of due >= WARM_UP_MS ? [kind, kind.steady] : [kind]) {
      durations.fromIntended.add(end - due);
      durations.fromSend.add(end - start);
    }
  }

  /** Of operations that succeeded. */
  latency(): ExperimentResult['latency'] {
    return rowsOf(this.#succeeded);
  }

  /** Of those that did not: soon refused, or waited for in vain. */
  latencyOfFailed(): ExperimentResult['latency'] {
    return rowsOf(this.#failed);
  }

  /**
   * `neverSent`: operations that were due, and that clients gave up because they were too far behind; they were to come
   * at the plan's rate, as those before them.
   */
  generator({ neverSent = 0, ratePerSecond = 0 } = {}): ExperimentResult['generator'] {
    const perSecond = (ms: number) => (ms > 0 ? (this.#operations / ms) * 1000 : 0);
    const rates = {
      ...(this.#behind.count > 0 && { behindP50Ms: this.#behind.at(50) }),
      intendedPerSecond: Math.max(
        perSecond(this.#lastDue - this.#firstDue),
        neverSent > 0 ? ratePerSecond : 0,
      ),
      achievedPerSecond: perSecond(this.#lastEnd - this.#firstDue),
    };
    const seen = onTime(this.#lateness, "the load's operations");
    if (neverSent === 0 || this.#lateness.count === 0) return { ...seen, ...rates };
    const reason = `${neverSent.toLocaleString('en-US')} operations that were due were never sent, and how long they would have taken nobody knows`;
    return { ...seen, verdict: 'unknown', reason, ...rates };
  }

  /** What was due when the load was over; undefined where nothing was. */
  afterLoad(): ExperimentResult['afterLoad'] {
    if (this.#operationsAfter === 0) return undefined;
    return {
      fromMs: this.#loadMs,
      operations: this.#operationsAfter,
      generator: onTime(this.#latenessAfter, 'the operations after the load'),
    };
  }
}

function onTime(lateness: Durations, what: string): OnTime {
  if (lateness.count === 0) {
    const reason = `none of ${what} was due while its client was free`;
    return { verdict: 'unknown', reason, latenessP99Ms: null };
  }
  const latenessP99Ms = lateness.at(99);
  if (latenessP99Ms <= LATENESS_LIMIT_MS) return { verdict: 'pass', latenessP99Ms };
  const reason = `k6 itself sent 1 % of ${what} ${latenessP99Ms.toFixed(0)} ms late or more: it was the bottleneck`;
  return { verdict: 'unknown', reason, latenessP99Ms };
}

function kindOf(kinds: Map<string, Kind>, op: string): Kind {
  let kind = kinds.get(op);
  if (kind === undefined) {
    kind = { ...twice(), steady: twice() };
    kinds.set(op, kind);
  }
  return kind;
}

const twice = (): Twice => ({ fromIntended: new Durations(), fromSend: new Durations() });

const rowsOf = (kinds: ReadonlyMap<string, Kind>): ExperimentResult['latency'] =>
  [...kinds].map(([op, kind]) => ({ op, ...quantilesOf(kind), steady: quantilesOf(kind.steady) }));

const quantilesOf = ({ fromIntended, fromSend }: Twice) => ({
  fromIntended: fromIntended.quantiles(),
  fromSend: fromSend.quantiles(),
});
