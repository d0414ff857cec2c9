import type { Decoded } from './decoded.ts';
import { grouped } from './problem.ts';
import type { OperationLine } from '../../protocol/history.ts';

/**
 * Clocks are set, clients stall, and an end may be written late: less than an hour tells nothing. No client waits
 * longer for an answer either.
 */
const HOUR_MS = 3_600_000;

const inHours = (ms: number) => `${Number((ms / HOUR_MS).toPrecision(3)).toLocaleString('en-US')} h`;

/** Why the times of an operation cannot be so, whatever the rest of the history says. */
export function strangeTimes({ due, start, end, outcome }: OperationLine): string | undefined {
  const first = Math.min(due, start);
  if (first < -HOUR_MS) return `is of ${inHours(-first)} before its experiment began`;
  if (due - end > HOUR_MS) return `was due ${inHours(due - end)} after it ended`;
  // What was never answered may be left open for as long as one likes.
  if (outcome !== 'info' && end - start > HOUR_MS)
    return `took ${inHours(end - start)}, which is longer than any client waits (start ${start}, end ${end})`;
  return undefined;
}

/** The latest moment of an experiment so far, to compare with when it is said to have ended. */
export class PrefixMaximum {
  #atMs = -Infinity;
  #line = 0;

  reset(): void {
    this.#atMs = -Infinity;
  }

  see(atMs: number, line: number): void {
    if (atMs <= this.#atMs) return;
    this.#atMs = atMs;
    this.#line = line;
  }

  /** The line that cannot be of an experiment that ended then, and why; undefined where all can. */
  beyond(endMs: number): { line: number; message: string } | undefined {
    const overMs = this.#atMs - endMs;
    if (!(overMs > HOUR_MS)) return undefined;
    const line = this.#line;
    return {
      line,
      message: `line ${grouped(line)} is of ${inHours(overMs)} after the end of its experiment`,
    };
  }
}

/** The latest moment that a line of the harness tells of. */
export function momentOf({ kind, line }: Exclude<Decoded, { kind: 'op' | 'not' }>): number | undefined {
  if (kind === 'unsaved' || kind === 'starved') return Math.max(line.from, line.to);
  return kind === 'experiment' || kind === 'history' || kind === 'end' ? undefined : line.at;
}
