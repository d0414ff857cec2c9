import type { NameHash } from '../name-hash.ts';
import type { Owners } from './owners.ts';

type Name = Pick<NameHash, 'low' | 'high'>;

/** Which sessions a regenerate made out of which: one order has to explain them together. */
export class Links {
  readonly #links: { from: Name; to: Name }[] = [];

  add(from: Name, to: Name): void {
    this.#links.push({ from: { low: from.low, high: from.high }, to: { low: to.low, high: to.high } });
  }

  /** What is tied to a session of several parts is treated as one of several parts itself. */
  share(owners: Owners): void {
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      this.#links.reverse();
      for (const { from, to } of this.#links) {
        const [a, b] = [owners.isShared(from), owners.isShared(to)];
        if (a === b) continue;
        owners.share(a ? to : from);
        isChanged = true;
      }
    }
  }
}
