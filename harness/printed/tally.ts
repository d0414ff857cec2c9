import { inCommon, shapeOf, textOf, type Shape } from './shape.ts';

/** Kinds of lines that are held at once: a log whose every line is another one must not fill the memory. */
const MOST_HELD = 200;

/** Lines of a log that are alike. */
export interface Counted {
  text: string;
  count: number;
  /** When the first of them was seen. */
  atMs: number;
}

interface Held {
  numbers: readonly string[];
  count: number;
  atMs: number;
}

/** Counts lines that are alike, however many there are: those that are seen least make way for new ones. */
export class Tally {
  readonly #held = new Map<string, Held>();
  /** Of lines that came again and again as they are. */
  readonly #shapes = new Map<string, Shape>();
  #hasLetGo = false;

  /** So many lines like this one, the first of them at that time. */
  add(line: string, atMs: number, count = 1): void {
    const { key, numbers } = this.#shapeOf(line);
    const held = this.#held.get(key);
    if (held === undefined) {
      if (this.#held.size >= MOST_HELD) this.#letGo();
      this.#held.set(key, { numbers, count, atMs });
      return;
    }
    held.numbers = inCommon(held.numbers, numbers);
    held.count += count;
    held.atMs = Math.min(held.atMs, atMs);
  }

  /** Some that were counted are not there any more, so each count is the least that it may be. */
  get hasLetGo(): boolean {
    return this.#hasLetGo;
  }

  /** The most frequent first; of those that are as frequent, the earliest. */
  most(limit: number): Counted[] {
    return [...this.#held]
      .map(([key, { numbers, count, atMs }]) => ({ text: textOf({ key, numbers }), count, atMs }))
      .toSorted((one, other) => other.count - one.count || one.atMs - other.atMs)
      .slice(0, limit);
  }

  #shapeOf(line: string): Shape {
    const shape = this.#shapes.get(line) ?? shapeOf(line);
    if (this.#shapes.size >= MOST_HELD) this.#shapes.clear();
    this.#shapes.set(line, shape);
    return shape;
  }

  #letGo(): void {
    this.#hasLetGo = true;
    const least = [...this.#held].toSorted(([, one], [, other]) => one.count - other.count);
    for (const [key] of least.slice(0, MOST_HELD / 2)) this.#held.delete(key);
  }
}
