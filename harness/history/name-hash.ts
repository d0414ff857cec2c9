/** Two 32-bit hashes of a name (FNV-1a and a multiplicative one), the same from its ASCII bytes as from its text; never both 0. */
export class NameHash {
  low = 0;
  high = 1;

  /**
   * Of the name from here to the quote that ends it, whose place it gives; -1 where it has anything but ASCII without
   * escapes, or no end.
   */
  ofPlainName(bytes: Uint8Array, from: number, to: number): number {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (let at = from; at < to; at++) {
      const code = bytes[at] as number;
      if (code === QUOTE) {
        this.#set(a, b);
        return at;
      }
      if (code < 0x20 || code >= 0x80 || code === BACKSLASH) return -1;
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 13;
    }
    return -1;
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

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
