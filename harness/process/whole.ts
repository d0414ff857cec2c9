import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, livingProcesses, type Living } from './living.ts';
import { placedIn } from './placed-in.ts';
import { startOf } from './start-of.ts';

/** The variable by which a process, and all that it starts, can be told from others. */
export const MARK = 'HOLDFAST_OWNED_BY';

const LOOK_EVERY_MS = 50;

export interface WholeOptions {
  /** The first process, which leads a process group. */
  pid: number;
  /** What its environment says, and so that of all that it starts. */
  mark: string;
  /** Where it works: an empty folder of its own, for its data. */
  folder: string;
}

/**
 * A process and all that it started: its process group, the descendants of these, and those that left both, as a daemon
 * does, and are known by the mark or by working in its folder. Only Linux shows these last ones.
 */
export class Whole {
  readonly #options: WholeOptions;
  readonly #started: string;
  #firstHasEnded = false;
  #groupIsEmpty = false;

  constructor(options: WholeOptions) {
    this.#options = options;
    this.#started = startOf(options.pid) ?? '';
  }

  /** From now on its number may be another process's. */
  firstEnded(): void {
    this.#firstHasEnded = true;
  }

  /** Those that are alive now, parents before their children. */
  async members(): Promise<number[]> {
    return (await this.#look()).map(({ pid }) => pid);
  }

  /** Of these, the ones that answer for the others: all of the group, and whoever has no parent here. */
  async heads(): Promise<number[]> {
    const all = await this.#look();
    const pids = new Set(all.map(({ pid }) => pid));
    return all.filter(({ ppid, pgid }) => this.#isOfGroup(pgid) || !pids.has(ppid)).map(({ pid }) => pid);
  }

  /** Resolves when nobody is left. */
  async emptied(): Promise<void> {
    for (let known = await this.members(); known.length > 0; known = await this.members())
      // Cheaper than to look at all processes of the machine.
      while (known.some(isAlive)) await delay(LOOK_EVERY_MS);
  }

  async #look(): Promise<Living[]> {
    const all = await livingProcesses();
    const { pid, mark, folder } = this.#options;
    const placed = await placedIn({ mark: `${MARK}=${mark}`, folder, notBefore: this.#started });
    const ofGroup = all.filter(({ pgid }) => this.#isOfGroup(pgid));
    // A number that the first process and its group have given back is somebody else's.
    if (this.#firstHasEnded && ofGroup.length === 0) this.#groupIsEmpty = true;
    const found = new Map(
      all
        .filter((one) => ofGroup.includes(one) || placed.has(one.pid))
        .toSorted((one, other) => Number(other.pid === pid) - Number(one.pid === pid))
        .map((one) => [one.pid, one]),
    );
    for (const parent of found.keys())
      for (const child of all) if (child.ppid === parent) found.set(child.pid, child);
    return [...found.values()];
  }

  #isOfGroup(pgid: number): boolean {
    return !this.#groupIsEmpty && pgid === this.#options.pid;
  }
}
