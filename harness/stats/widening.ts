interface Options<Held> {
  /** Of a bucket at first. */
  widthMs: number;
  /** So many buckets at the most, from the first that holds anything to the last. */
  most: number;
  make: () => Held;
  /** Takes in what the later of two neighbours held. */
  merge: (into: Held, from: Held) => void;
}

/**
 * Buckets of one width over a time axis of any length: where they would be too many, each two neighbours become one.
 * What a bucket holds is then the same as if buckets had been so wide from the beginning.
 */
export class Widening<Held> {
  readonly #options: Options<Held>;
  #held = new Map<number, Held>();
  #widthMs: number;
  #first = Infinity;
  #last = -Infinity;

  constructor(options: Options<Held>) {
    this.#options = options;
    this.#widthMs = options.widthMs;
  }

  get widthMs(): number {
    return this.#widthMs;
  }

  /** The bucket of this moment. */
  at(ms: number): Held {
    let index = Math.floor(ms / this.#widthMs);
    while (Math.max(this.#last, index) - Math.min(this.#first, index) >= this.#options.most) {
      this.#widen();
      index = Math.floor(ms / this.#widthMs);
    }
    this.#first = Math.min(this.#first, index);
    this.#last = Math.max(this.#last, index);
    let held = this.#held.get(index);
    if (held === undefined) {
      held = this.#options.make();
      this.#held.set(index, held);
    }
    return held;
  }

  /** Every bucket from the first to the last, by its beginning; those that hold nothing are there too. */
  all(): { atMs: number; held: Held | undefined }[] {
    if (this.#held.size === 0) return [];
    return Array.from({ length: this.#last - this.#first + 1 }, (_, offset) => ({
      atMs: (this.#first + offset) * this.#widthMs,
      held: this.#held.get(this.#first + offset),
    }));
  }

  #widen(): void {
    this.#widthMs *= 2;
    const wider = new Map<number, Held>();
    for (const [index, held] of this.#held) {
      const at = Math.floor(index / 2);
      const there = wider.get(at);
      if (there === undefined) wider.set(at, held);
      else this.#options.merge(there, held);
    }
    this.#held = wider;
    this.#first = Math.floor(this.#first / 2);
    this.#last = Math.floor(this.#last / 2);
  }
}
