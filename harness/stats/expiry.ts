import { bin } from 'd3-array';
import type { OperationLine } from '../../protocol/history.ts';
import type { Expiry } from '../model/results.ts';

/** A quarter of the second by which an expiry may be early or late and still be on time. */
const BAND_MS = 250;
const EDGES = Array.from({ length: 9 }, (_, at) => (at - 4) * BAND_MS);

/** One session, asked for once: how much older than its TTL it then was, and whether it was gone. */
interface Look {
  overMs: number;
  isGone: boolean;
}

/**
 * When sessions expire, by those that were made and then asked for once: each is a draw from the store's distribution,
 * which no operation between has moved. An age is that from the end of the creation to the start of the look, and so
 * too small by what the creation took at the most.
 */
export class ExpiryMeter {
  readonly #ttlMs: number;
  /** When sessions were made that nobody has asked for since. */
  readonly #made = new Map<string, number>();
  readonly #looks: Look[] = [];

  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  operation({ op, session, outcome, start, end, absent }: OperationLine): void {
    if (op === 'create' && outcome === 'ok') {
      this.#made.set(session, end);
      return;
    }
    const madeMs = this.#made.get(session);
    this.#made.delete(session);
    if (madeMs === undefined || op !== 'read' || outcome !== 'ok') return;
    this.#looks.push({ overMs: start - madeMs - this.#ttlMs, isGone: absent === true });
  }

  /** Null where no session was asked for near its TTL: then nothing tells when they expire. */
  expiry(): Expiry | null {
    const isNear = ({ overMs }: Look) => Math.abs(overMs) <= -(EDGES[0] as number);
    if (!this.#looks.some(isNear)) return null;
    const gone = this.#looks.filter(({ isGone }) => isGone).map(({ overMs }) => overMs);
    const there = this.#looks.filter(({ isGone }) => !isGone).map(({ overMs }) => overMs);
    const bands = bin<Look, number>()
      .value(({ overMs }) => overMs)
      .domain([EDGES[0] as number, EDGES.at(-1) as number])
      .thresholds(EDGES.slice(1, -1))(this.#looks)
      .map((looks) => ({
        fromMs: looks.x0 as number,
        toMs: looks.x1 as number,
        looks: looks.length,
        gone: looks.filter(({ isGone }) => isGone).length,
      }));
    return {
      firstGoneMs: gone.length > 0 ? gone.reduce((a, b) => Math.min(a, b)) : null,
      lastThereMs: there.length > 0 ? there.reduce((a, b) => Math.max(a, b)) : null,
      bands,
    };
  }
}
