/**
 * The names of finished sessions, to notice one that goes on. Only hashes are kept, 8 bytes a name: two names may be
 * taken for one, about once in 10^7 histories of a million sessions, and then a verdict is unknown that need not be.
 */
export class FinishedSessions {
  #low = new Int32Array(1024);
  #high = new Int32Array(1024);
  #size = 0;

  add(name: string): void {
    if (this.#size * 2 > this.#low.length) this.#grow();
    const [low, high] = hash(name);
    this.#put(low, high);
  }

  has(name: string): boolean {
    if (this.#size === 0) return false;
    const [low, high] = hash(name);
    const mask = this.#low.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (this.#low[slot] === 0 && this.#high[slot] === 0) return false;
      if (this.#low[slot] === low && this.#high[slot] === high) return true;
    }
  }

  #put(low: number, high: number): void {
    const mask = this.#low.length - 1;
    let slot = low & mask;
    while (this.#low[slot] !== 0 || this.#high[slot] !== 0) slot = (slot + 1) & mask;
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#size++;
  }

  #grow(): void {
    const [low, high] = [this.#low, this.#high];
    this.#low = new Int32Array(low.length * 2);
    this.#high = new Int32Array(low.length * 2);
    this.#size = 0;
    for (let i = 0; i < low.length; i++) {
      const [a, b] = [low[i] as number, high[i] as number];
      if (a !== 0 || b !== 0) this.#put(a, b);
    }
  }
}

/** Two 32-bit hashes (FNV-1a and a multiplicative one); never both 0, which marks an empty slot. */
function hash(name: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  a ^= a >>> 15;
  return [a | 0, b | 1];
}
