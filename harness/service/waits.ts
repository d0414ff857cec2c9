import type { OperationLine } from '../../protocol/history.ts';
import { Stretches, type Stretch } from './stretches.ts';

const BIN_MS = 250;

interface Bin {
  answered: number;
  sumMs: number;
  /** Somebody waited in it, and in vain. */
  isWaitedIn: boolean;
}

const binOf = (ms: number) => Math.floor(ms / BIN_MS);

/** How long clients waited, by when the wait was over, and when nobody was answered of those who did. */
export class Waits {
  readonly #bins = new Map<number, Bin>();
  #silences: Stretches<Stretch> | undefined;

  answered({ start, end }: OperationLine): void {
    const bin = this.#binAt(binOf(end));
    bin.answered++;
    bin.sumMs += end - start;
  }

  inVain({ start, end }: OperationLine): void {
    for (let at = binOf(start); at <= binOf(end); at++) this.#binAt(at).isWaitedIn = true;
  }

  /** The mean of all that were answered between the two moments; undefined where none was. */
  meanMs(from: number, to: number): number | undefined {
    let [count, sumMs] = [0, 0];
    for (let at = Math.ceil(from / BIN_MS); at < binOf(to); at++) {
      const bin = this.#bins.get(at);
      count += bin?.answered ?? 0;
      sumMs += bin?.sumMs ?? 0;
    }
    return count === 0 ? undefined : sumMs / count;
  }

  /**
   * The stretches, to a quarter of a second, in which somebody waited in vain and nobody was answered, of which some is
   * between the two moments. All waits are taken in before the first of these is asked for.
   */
  silences(from: number, to: number): Stretch[] {
    this.#silences ??= this.#silent();
    return this.#silences.between(from, to);
  }

  #silent(): Stretches<Stretch> {
    const silences = new Stretches<Stretch>();
    const silent = [...this.#bins].flatMap(([at, bin]) => (bin.isWaitedIn && bin.answered === 0 ? [at] : []));
    let open: Stretch | undefined;
    for (const at of silent.toSorted((a, b) => a - b)) {
      const [from, to] = [at * BIN_MS, (at + 1) * BIN_MS];
      if (open?.to === from) open.to = to;
      else {
        if (open !== undefined) silences.add(open);
        open = { from, to };
      }
    }
    if (open !== undefined) silences.add(open);
    return silences;
  }

  #binAt(at: number): Bin {
    let bin = this.#bins.get(at);
    if (bin === undefined) this.#bins.set(at, (bin = { answered: 0, sumMs: 0, isWaitedIn: false }));
    return bin;
  }
}
