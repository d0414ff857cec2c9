import type { NameHash } from '../name-hash.ts';

/** Names by their hashes, each once: what one thread can hand to another of a part's. */
export interface Names {
  low: Int32Array<ArrayBuffer>;
  high: Int32Array<ArrayBuffer>;
}

type Hashes = Pick<NameHash, 'low' | 'high'>;

/** More than one part has it. */
const SEVERAL = 255;
export const MOST_PARTS = SEVERAL - 1;

/** Which part of a history each name is of: 9 bytes a slot, and no name is kept. Two names may be taken for one, about once in 10^7 histories of a million names. */
export class Owners {
  #low: Int32Array;
  #high: Int32Array;
  #part: Uint8Array;
  #size = 0;

  /** With room for so many names from the start. */
  constructor(names = 0) {
    const slots = 2 ** Math.max(10, Math.ceil(Math.log2(2 * names + 2)));
    this.#low = new Int32Array(slots);
    this.#high = new Int32Array(slots);
    this.#part = new Uint8Array(slots);
  }

  /** Notes that this part has the name, and says whether another one has it too. Parts count from 0. */
  add(name: Hashes, part: number): boolean {
    if (this.#size * 2 > this.#low.length) this.#grow();
    const slot = this.#slotOf(name.low, name.high);
    const known = this.#part[slot] as number;
    if (known === 0) {
      this.#put(slot, name.low, name.high, part + 1);
      this.#size++;
      return false;
    }
    if (known !== part + 1) this.#part[slot] = SEVERAL;
    return known !== part + 1;
  }

  has({ low, high }: Hashes): boolean {
    return this.#part[this.#slotOf(low, high)] !== 0;
  }

  isShared({ low, high }: Hashes): boolean {
    return this.#part[this.#slotOf(low, high)] === SEVERAL;
  }

  share({ low, high }: Hashes): void {
    this.#part[this.#slotOf(low, high)] = SEVERAL;
  }

  /** All that was noted, in no order. */
  names(): Names {
    const names = { low: new Int32Array(this.#size), high: new Int32Array(this.#size) };
    let at = 0;
    for (let slot = 0; slot < this.#low.length; slot++) {
      if (this.#part[slot] === 0) continue;
      names.low[at] = this.#low[slot] as number;
      names.high[at++] = this.#high[slot] as number;
    }
    return names;
  }

  #slotOf(low: number, high: number): number {
    const mask = this.#low.length - 1;
    let slot = low & mask;
    while (this.#part[slot] !== 0 && !(this.#low[slot] === low && this.#high[slot] === high))
      slot = (slot + 1) & mask;
    return slot;
  }

  #put(slot: number, low: number, high: number, part: number): void {
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#part[slot] = part;
  }

  #grow(): void {
    const [low, high, part] = [this.#low, this.#high, this.#part];
    this.#low = new Int32Array(low.length * 2);
    this.#high = new Int32Array(low.length * 2);
    this.#part = new Uint8Array(low.length * 2);
    for (let at = 0; at < low.length; at++) {
      const owner = part[at] as number;
      if (owner === 0) continue;
      const [a, b] = [low[at] as number, high[at] as number];
      this.#put(this.#slotOf(a, b), a, b, owner);
    }
  }
}
