import type { OperationLine } from '../../protocol/history.ts';
import type { Bucket } from '../model/results.ts';
import { Durations } from './quantiles.ts';

const BUCKET_MS = 250;

interface Open {
  ok: number;
  failed: number;
  absent: number;
  losses: number;
  fromIntended: Durations;
  fromSend: Durations;
}

/** Operations over time, in buckets of a quarter of a second by the time at which they ended. */
export class Timeline {
  readonly #buckets = new Map<number, Open>();

  add({ outcome, absent, due, start, end }: OperationLine): void {
    const bucket = this.#at(end);
    if (absent) bucket.absent++;
    else if (outcome === 'ok') bucket.ok++;
    else bucket.failed++;
    bucket.fromIntended.add(end - due);
    bucket.fromSend.add(end - start);
  }

  /** Something was found lost at this time. */
  addLoss(atMs: number): void {
    this.#at(atMs).losses++;
  }

  /** Every bucket from the first to the last; those in which nothing ended are there too, and empty. */
  buckets(): Bucket[] {
    const indices = [...this.#buckets.keys()];
    if (indices.length === 0) return [];
    const first = Math.min(...indices);
    const last = Math.max(...indices);
    return Array.from({ length: last - first + 1 }, (_, offset) => {
      const bucket = this.#buckets.get(first + offset);
      const ended = bucket === undefined ? 0 : bucket.fromIntended.count;
      return {
        atMs: (first + offset) * BUCKET_MS,
        ok: bucket?.ok ?? 0,
        failed: bucket?.failed ?? 0,
        absent: bucket?.absent ?? 0,
        losses: bucket?.losses ?? 0,
        p50Ms: bucket && ended > 0 ? bucket.fromIntended.at(50) : null,
        p99Ms: bucket && ended > 0 ? bucket.fromIntended.at(99) : null,
        sendP50Ms: bucket && ended > 0 ? bucket.fromSend.at(50) : null,
      };
    });
  }

  #at(atMs: number): Open {
    const index = Math.floor(atMs / BUCKET_MS);
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      bucket = {
        ok: 0,
        failed: 0,
        absent: 0,
        losses: 0,
        fromIntended: new Durations(),
        fromSend: new Durations(),
      };
      this.#buckets.set(index, bucket);
    }
    return bucket;
  }
}
