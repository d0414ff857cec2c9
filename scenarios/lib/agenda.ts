/** Things that a client means to do at times of their own, the earliest first. */
export class Agenda {
  readonly #items: { dueMs: number; act: (due: number) => void }[] = [];

  add(dueMs: number, act: (due: number) => void): void {
    const at = this.#items.findIndex((item) => item.dueMs > dueMs);
    this.#items.splice(at === -1 ? this.#items.length : at, 0, { dueMs, act });
  }

  /** When the next is due; Infinity where nothing is left. */
  get nextDue(): number {
    return this.#items[0]?.dueMs ?? Infinity;
  }

  /** Does the next one, which may add others. */
  next(): void {
    const item = this.#items.shift();
    item?.act(item.dueMs);
  }
}
