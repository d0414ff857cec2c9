import type { NameHash } from '../name-hash.ts';

/** More than one part has it. */
const SEVERAL = 255;
export const MOST_PARTS = SEVERAL - 1;

/** Which part of a history each name is of: 9 bytes a slot, and no name is kept. Two names may be taken for one, about once in 10^7 histories of a million names. */
export class Owners {
  #low = new Int32Array(1024);
  #high = new Int32Array(1024);
  #part = new Uint8Array(1024);
  #size = 0;

  /** Notes that this part has the name, and says whether another one has it too. Parts count from 0. */
  add(name: NameHash, part: number): boolean {
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

  isShared({ low, high }: Pick<NameHash, 'low' | 'high'>): boolean {
    return this.#part[this.#slotOf(low, high)] === SEVERAL;
  }

  share({ low, high }: Pick<NameHash, 'low' | 'high'>): void {
    this.#part[this.#slotOf(low, high)] = SEVERAL;
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
