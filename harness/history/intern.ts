const SLOTS = 1 << 15;

/**
 * Strings that repeat (sessions, clients, instances) are made once: a new string for every line costs more than
 * the rest of reading it. Each slot holds the string last seen with its hash, so memory stays bounded.
 */
export class Strings {
  readonly #slots: string[] = Array.from({ length: SLOTS }, () => '');

  /** The ASCII text of these bytes, whose hash the caller made while it looked for their end. */
  get(bytes: Buffer, from: number, to: number, hash: number): string {
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#slots[slot] as string;
    if (same(known, bytes, from, to)) return known;
    const made = bytes.toString('latin1', from, to);
    this.#slots[slot] = made;
    return made;
  }
}

function same(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}
