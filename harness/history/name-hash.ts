/** Two 32-bit hashes of a name (FNV-1a and a multiplicative one), the same from its ASCII bytes as from its text; never both 0. */
export class NameHash {
  low = 0;
  high = 1;

  ofBytes(bytes: Uint8Array, from: number, to: number): this {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (let at = from; at < to; at++) {
      const code = bytes[at] as number;
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 13;
    }
    return this.#set(a, b);
  }

  ofText(name: string): this {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (let at = 0; at < name.length; at++) {
      const code = name.charCodeAt(at);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 13;
    }
    return this.#set(a, b);
  }

  #set(a: number, b: number): this {
    this.low = (a ^ (a >>> 15)) | 0;
    this.high = b | 1;
    return this;
  }
}
