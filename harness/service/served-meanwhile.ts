import type { OperationLine } from '../../protocol/history.ts';

const BIN_MS = 250;

/** How long what was served took, by when its answer came. */
export class ServedMeanwhile {
  readonly #bins = new Map<number, { count: number; sumMs: number }>();

  add({ start, end }: OperationLine): void {
    const at = Math.floor(end / BIN_MS);
    let bin = this.#bins.get(at);
    if (bin === undefined) this.#bins.set(at, (bin = { count: 0, sumMs: 0 }));
    bin.count++;
    bin.sumMs += end - start;
  }

  /** The mean of all that were answered between the two moments; undefined where none was. */
  meanMs(from: number, to: number): number | undefined {
    let [count, sumMs] = [0, 0];
    for (let at = Math.ceil(from / BIN_MS); at < Math.floor(to / BIN_MS); at++) {
      const bin = this.#bins.get(at);
      count += bin?.count ?? 0;
      sumMs += bin?.sumMs ?? 0;
    }
    return count === 0 ? undefined : sumMs / count;
  }
}
