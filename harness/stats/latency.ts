import type { OperationLine } from '../../protocol/history.ts';
import type { ExperimentResult } from '../model/results.ts';
import { Generator } from './generator.ts';
import { Durations } from './quantiles.ts';

/** More than this, and the generator's own lateness shows in the latencies of a local store. */
const LATENESS_LIMIT_MS = 20;

interface Twice {
  fromIntended: Durations;
  fromSend: Durations;
}

/**
 * Latency of what succeeded by kind of operation, from the intended start and from the send, and how well the generator kept to its
 * schedule. An operation that was due while its client had nothing else to do and was sent late was late by the
 * generator's own fault; where the 99th percentile of that exceeds 20 ms, latency is unknown.
 */
export class LatencyMeter {
  readonly #succeeded = new Map<string, Twice>();
  readonly #failed = new Map<string, Twice>();
  readonly #behind = new Durations();
  readonly #lateness = new Durations();
  readonly #generator = new Generator();
  #operations = 0;
  #firstDue = Number.POSITIVE_INFINITY;
  #lastDue = Number.NEGATIVE_INFINITY;
  #lastEnd = Number.NEGATIVE_INFINITY;

  add(line: OperationLine): void {
    const { op, outcome, expected, due, start, end } = line;
    this.#operations++;
    this.#firstDue = Math.min(this.#firstDue, due);
    this.#lastDue = Math.max(this.#lastDue, due);
    this.#lastEnd = Math.max(this.#lastEnd, end);
    this.#behind.add(start - due);
    // A refusal that was asked for is neither.
    if (expected !== true) {
      const kind = kindOf(outcome === 'ok' ? this.#succeeded : this.#failed, op);
      kind.fromIntended.add(end - due);
      kind.fromSend.add(end - start);
    }
    const lateMs = this.#generator.lateness(line);
    if (lateMs !== undefined) this.#lateness.add(lateMs);
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
    if (this.#lateness.count === 0) {
      const reason = 'no operation was due while its client was free';
      return { verdict: 'unknown', reason, latenessP99Ms: null, ...rates };
    }
    const latenessP99Ms = this.#lateness.at(99);
    if (neverSent > 0) {
      const reason = `${neverSent.toLocaleString('en-US')} operations that were due were never sent, and how long they would have taken nobody knows`;
      return { verdict: 'unknown', reason, latenessP99Ms, ...rates };
    }
    if (latenessP99Ms <= LATENESS_LIMIT_MS) return { verdict: 'pass', latenessP99Ms, ...rates };
    const reason = `k6 itself sent 1 % of the operations ${latenessP99Ms.toFixed(0)} ms late or more: it was the bottleneck`;
    return { verdict: 'unknown', reason, latenessP99Ms, ...rates };
  }
}

function kindOf(kinds: Map<string, Twice>, op: string): Twice {
  let kind = kinds.get(op);
  if (kind === undefined) {
    kind = { fromIntended: new Durations(), fromSend: new Durations() };
    kinds.set(op, kind);
  }
  return kind;
}

const rowsOf = (kinds: ReadonlyMap<string, Twice>): ExperimentResult['latency'] =>
  [...kinds].map(([op, { fromIntended, fromSend }]) => ({
    op,
    fromIntended: fromIntended.quantiles(),
    fromSend: fromSend.quantiles(),
  }));
