import { bisectLeft } from 'd3-array';

/** Bins next to each other that are kept together: a block takes some 400 B, 64 bins one by one in a map take 3 KB. */
const BLOCK = 64;

/** Counts by whole numbers from 0 on, in memory that grows with the stretches in which something was counted. */
export class Bins {
  readonly #blocks = new Map<number, Uint32Array>();
  #at = -1;
  /** The block of the last one that was counted: most fall where the one before them fell. */
  #block = new Uint32Array(0);

  add(bin: number, some = 1): void {
    const at = Math.floor(bin / BLOCK);
    if (at !== this.#at) {
      this.#at = at;
      this.#block = this.#blockAt(at);
    }
    const place = bin - at * BLOCK;
    this.#block[place] = (this.#block[place] as number) + some;
  }

  addAll(other: Bins): void {
    for (const [at, block] of other.#blocks)
      for (let place = 0; place < BLOCK; place++)
        if (block[place] !== 0) this.add(at * BLOCK + place, block[place]);
  }

  /** How many were counted in the bins from one on and before another. */
  between(from: number, until: number): number {
    let sum = 0;
    for (const [at, block] of this.#blocks) sum += within(block, from - at * BLOCK, until - at * BLOCK);
    return sum;
  }

  /** How many were counted in all bins before each: for who asks often. What is counted later is left out. */
  upTo(): (bin: number) => number {
    const blocks = [...this.#blocks].toSorted(([one], [other]) => one - other);
    const firsts = blocks.map(([at]) => at * BLOCK);
    let sum = 0;
    const before = blocks.map(([, block]) => (sum += within(block, 0, BLOCK)) - within(block, 0, BLOCK));
    return (bin) => {
      const at = bisectLeft(firsts, bin) - 1;
      const block = blocks[at];
      return block === undefined
        ? 0
        : (before[at] as number) + within(block[1], 0, bin - (firsts[at] as number));
    };
  }

  #blockAt(at: number): Uint32Array<ArrayBuffer> {
    const known = this.#blocks.get(at);
    if (known !== undefined) return known as Uint32Array<ArrayBuffer>;
    const block = new Uint32Array(BLOCK);
    this.#blocks.set(at, block);
    return block;
  }
}

function within(block: Uint32Array, from: number, until: number): number {
  let sum = 0;
  const end = Math.min(BLOCK, until);
  for (let place = Math.max(0, from); place < end; place++) sum += block[place] as number;
  return sum;
}
