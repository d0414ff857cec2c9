import type { OperationLine } from '../../protocol/history.ts';
import { isUnserved } from '../../protocol/service.ts';
import type { Bucket } from '../model/results.ts';
import { Durations } from './quantiles.ts';
import { Widening } from './widening.ts';

/** Of a short run. */
const BUCKET_MS = 250;
/** As many as a picture has room for. */
const MOST_BUCKETS = 160;
/** A picture shows no more; and there is a histogram for each bucket. */
const DIGITS = 2;

class Held {
  ok = 0;
  failed = 0;
  absent = 0;
  losses = 0;
  readonly fromIntended = new Durations(DIGITS);
  readonly fromSend = new Durations(DIGITS);

  merge(other: Held): void {
    this.ok += other.ok;
    this.failed += other.failed;
    this.absent += other.absent;
    this.losses += other.losses;
    this.fromIntended.merge(other.fromIntended);
    this.fromSend.merge(other.fromSend);
  }
}

interface Options {
  /** Of a bucket at first. */
  widthMs?: number;
  /** When the load is over. Absent: never. */
  loadMs?: number;
}

/**
 * Operations over time, in buckets by the time at which they ended: of a quarter of a second in a short run, twice as
 * wide as often as it takes for 160 to reach over the whole of a longer one. Latencies are of what was due before the
 * load was over.
 */
export class Timeline {
  readonly #buckets: Widening<Held>;
  readonly #loadMs: number;

  constructor({ widthMs = BUCKET_MS, loadMs = Infinity }: Options = {}) {
    this.#loadMs = loadMs;
    this.#buckets = new Widening({
      widthMs,
      most: MOST_BUCKETS,
      make: () => new Held(),
      merge: (into, from) => into.merge(from),
    });
  }

  add(op: OperationLine): void {
    const { outcome, absent, due, start, end } = op;
    const bucket = this.#buckets.at(end);
    if (isUnserved(op)) bucket.failed++;
    else if (absent) bucket.absent++;
    else bucket.ok++;
    // A refusal comes soon, and what never came took as long as a client waits: neither says how fast an answer is.
    if (outcome !== 'ok' || due >= this.#loadMs) return;
    bucket.fromIntended.add(end - due);
    bucket.fromSend.add(end - start);
  }

  /** Something was found lost at this time. */
  addLoss(atMs: number): void {
    this.#buckets.at(atMs).losses++;
  }

  /** Every bucket from the first to the last; those in which nothing ended are there too, and empty. */
  buckets(): Bucket[] {
    return this.#buckets.all().map(({ atMs, held }) => {
      const measured = held !== undefined && held.fromIntended.count > 0 ? held : undefined;
      return {
        atMs,
        ok: held?.ok ?? 0,
        failed: held?.failed ?? 0,
        absent: held?.absent ?? 0,
        losses: held?.losses ?? 0,
        p50Ms: measured?.fromIntended.at(50) ?? null,
        p99Ms: measured?.fromIntended.at(99) ?? null,
        sendP50Ms: measured?.fromSend.at(50) ?? null,
      };
    });
  }
}
