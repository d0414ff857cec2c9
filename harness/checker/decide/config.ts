import { ANYTHING, type Held, type Session, type World } from '../../model/session.ts';
import type { Cells } from './cells.ts';
import type { Compiled, Happening } from './compile.ts';
import type { Sought } from './sought.ts';

/** A way that it can have been so far. */
export interface Config {
  world: World;
  /** Happenings that have happened, though their answer is still to come; their numbers, ascending. */
  early: readonly number[];
  /** How many of each choice have happened: number, count, number, count. */
  used: readonly number[];
}

/** With one more that has happened. */
export function including(early: readonly number[], i: number): number[] {
  let at = early.length;
  while (at > 0 && (early[at - 1] as number) > i) at--;
  return early.toSpliced(at, 0, i);
}

export function without(used: readonly number[], choice: number): readonly number[] {
  const at = used.findIndex((number, i) => i % 2 === 0 && number === choice);
  return at === -1 ? used : used.toSpliced(at, 2);
}

/** What can still be seen of a way, and what no longer makes a difference. */
export class Sight {
  readonly #compiled: Compiled;
  readonly #cells: Cells;
  readonly #sought: Sought;
  readonly #isTimed: boolean;
  readonly #letters = new Map<Held, string>([
    [null, ''],
    [ANYTHING, '*'],
  ]);

  constructor(compiled: Compiled, cells: Cells, sought: Sought, isTimed: boolean) {
    this.#compiled = compiled;
    this.#cells = cells;
    this.#sought = sought;
    this.#isTimed = isTimed;
  }

  /** Somebody reads this value, and has not done so yet. */
  isWanted(early: readonly number[], cell: number): boolean {
    let reads = this.#sought.readsOf(cell);
    if (reads === 0) return false;
    for (const i of early) {
      const event = this.#compiled.happenings[i] as Happening;
      if (event.op === 'read' && event.cell === cell) reads--;
    }
    return reads > 0;
  }

  /** What the session holds there is to be read yet, and cannot come back. */
  isIrreplaceable({ early }: Config, { there, held }: Session, slot: number, key: number): boolean {
    if (!there || this.#cells.isPlain[slot] !== true) return false;
    const value = held[key] as Held;
    if (value === null && this.#cells.isUnsetOnce[slot] !== true) return false;
    return this.isWanted(early, this.#cells.cell(slot, value));
  }

  /** A write that nobody reads: it may have happened just before another, and no one would know. */
  isUnread({ must, op, slot, cell }: Happening, early: readonly number[]): boolean {
    return must && op === 'write' && this.#cells.isPlain[slot] === true && !this.isWanted(early, cell);
  }

  /** Two ways that have the same future have the same key. */
  keyOf({ world, early, used }: Config): string {
    let key = '';
    for (let session = 0; session < world.sessions.length; session++) {
      const { there, held, aliveUntil, goneFrom } = world.sessions[session] as Session;
      if (there) {
        key += `${session}:`;
        for (let i = 0; i < held.length; i++) {
          const slot = this.#cells.slot(session, i);
          const value = held[i] as Held;
          const isJunk =
            this.#cells.isPlain[slot] === true
              ? !this.isWanted(early, this.#cells.cell(slot, value))
              : this.#sought.isForgotten(slot, i, value);
          key += isJunk ? '_,' : typeof value === 'number' ? `${value},` : `${this.#letter(value)},`;
        }
        key += this.#isTimed ? `${aliveUntil} ${goneFrom};` : ';';
      }
    }
    return `${key}${early.join()}|${used.join()}${this.#isTimed ? `|${world.now}` : ''}`;
  }

  #letter(value: Held): string {
    let letter = this.#letters.get(value);
    if (letter === undefined) this.#letters.set(value, (letter = `v${this.#letters.size}`));
    return letter;
  }
}
