import type { PrintedLine } from '../../protocol/history.ts';
import type { AppError } from '../model/results.ts';
import { shapeOf } from './shape.ts';
import { Tally } from './tally.ts';

const MOST_TOLD = 10;
/** A history may be anybody's. */
const MOST_HELD = 1000;

/** The errors that all instances of an app printed: those that are alike together, the most frequent first. */
export class AppErrors {
  readonly #lines: PrintedLine[] = [];

  add(line: PrintedLine): void {
    if (this.#lines.length < MOST_HELD) this.#lines.push(line);
  }

  most(): AppError[] {
    const all = new Tally();
    for (const { text, at, count } of this.#lines) all.add(text, at, count);
    const byKey = Map.groupBy(this.#lines, ({ text }) => shapeOf(text).key);
    return all.most(MOST_TOLD).map(({ text, count, atMs }) => {
      const lines = byKey.get(shapeOf(text).key) ?? [];
      return {
        text,
        count,
        ...(lines.some(({ atLeast }) => atLeast) && { atLeast: true as const }),
        firstMs: atMs,
        instances: instancesOf(lines),
      };
    });
  }
}

const instancesOf = (lines: readonly PrintedLine[]): AppError['instances'] =>
  [...Map.groupBy(lines, ({ printed }) => printed)]
    .map(([instance, own]) => ({
      instance,
      count: own.reduce((sum, { count }) => sum + count, 0),
      ...(own[0]?.log !== undefined && { log: own[0].log }),
    }))
    .toSorted((one, other) => other.count - one.count);
