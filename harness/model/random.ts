import { randomOf } from '../../protocol/random.ts';

/** What is drawn by a seed: the same one draws the same on every machine. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = randomOf(seed);
  }

  /** From 0 up to, and not including, 1. */
  next(): number {
    return this.#next();
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}
