import type { NameHash } from '../name-hash.ts';
import type { Owners } from './owners.ts';

type Name = Pick<NameHash, 'low' | 'high'>;

/** Which sessions of a part a regenerate made out of which: one order has to explain them together. */
export class Links {
  #links = new Int32Array(64);
  #length = 0;

  add(from: Name, to: Name): void {
    if (this.#length === this.#links.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#links);
      this.#links = larger;
    }
    this.#links.set([from.low, from.high, to.low, to.high], this.#length);
    this.#length += 4;
  }

  /** Two names each, by their hashes. */
  all(): Int32Array<ArrayBuffer> {
    return this.#links.slice(0, this.#length);
  }
}

/** What is tied to a session of several parts is treated as one of several parts itself. */
export function shareLinked(links: readonly Int32Array[], owners: Owners): void {
  // To and fro: a long chain is tied from either end in one pass.
  for (;;) {
    let isChanged = false;
    for (const each of links)
      for (let at = 0; at < each.length; at += 4) isChanged = shareOne(each, at, owners) || isChanged;
    for (const each of links.toReversed())
      for (let at = each.length - 4; at >= 0; at -= 4) isChanged = shareOne(each, at, owners) || isChanged;
    if (!isChanged) return;
  }
}

function shareOne(links: Int32Array, at: number, owners: Owners): boolean {
  const from = { low: links[at] as number, high: links[at + 1] as number };
  const to = { low: links[at + 2] as number, high: links[at + 3] as number };
  const isFromShared = owners.isShared(from);
  if (isFromShared === owners.isShared(to)) return false;
  owners.share(isFromShared ? to : from);
  return true;
}
