import type { Cells } from './cells.ts';
import type { Compiled, Happening } from './compile.ts';

/**
 * Operations that may have happened, and are all the same but for when they began: the earliest is used first, which is
 * as good as any.
 */
export class Choice {
  readonly number: number;
  readonly #happenings: Happening[] = [];

  constructor(number: number) {
    this.number = number;
  }

  add(happening: Happening): void {
    this.#happenings.push(happening);
  }

  get first(): Happening {
    return this.#happenings[0] as Happening;
  }

  next(used: readonly number[]): Happening | undefined {
    return this.#happenings[this.#count(used)];
  }

  use(used: readonly number[]): number[] {
    const count = this.#count(used);
    if (count > 0)
      return used.map((number, i) => (i % 2 === 1 && used[i - 1] === this.number ? count + 1 : number));
    let at = 0;
    while (at < used.length && (used[at] as number) < this.number) at += 2;
    return used.toSpliced(at, 0, this.number, 1);
  }

  #count(used: readonly number[]): number {
    for (let i = 0; i < used.length; i += 2) if (used[i] === this.number) return used[i + 1] as number;
    return 0;
  }
}

const NONE: ReadonlyMap<string, Choice> = new Map();

/** What may have happened and has begun, as long as somebody can still see that it has. */
export class Optional {
  readonly #compiled: Compiled;
  readonly #cells: Cells;
  readonly #isTimed: boolean;
  readonly #ofLife = new Map<string, Choice>();
  readonly #inSlot = new Map<number, Map<string, Choice>>();
  /** Answers still to come, by slot and by cell. */
  readonly #toCome: { slots: Int32Array; cells: Int32Array };
  #size = 0;
  #made = 0;

  constructor(compiled: Compiled, cells: Cells, isTimed: boolean) {
    this.#compiled = compiled;
    this.#cells = cells;
    this.#isTimed = isTimed;
    const slots = compiled.keys * (compiled.beginnings[0]?.sessions.length ?? 0);
    this.#toCome = { slots: new Int32Array(slots), cells: new Int32Array(cells.count) };
    for (const happening of compiled.happenings) if (happening.must) this.#count(happening, 1);
  }

  get size(): number {
    return this.#size;
  }

  get hasLife(): boolean {
    return this.#ofLife.size > 0;
  }

  *all(): Generator<Choice> {
    yield* this.#ofLife.values();
    for (const choices of this.#inSlot.values()) yield* choices.values();
  }

  in(slot: number): Iterable<Choice> {
    return (this.#inSlot.get(slot) ?? NONE).values();
  }

  /** Reads of this value that are still to be answered. */
  readsToCome(cell: number): number {
    return cell < 0 ? 0 : (this.#toCome.cells[cell] as number);
  }

  begin(happening: Happening): void {
    if (!this.#canBeSeen(happening)) return;
    let choices = this.#ofLife;
    if (!isOfLife(happening)) {
      choices = this.#inSlot.get(happening.slot) ?? new Map<string, Choice>();
      this.#inSlot.set(happening.slot, choices);
    }
    const name = nameOf(happening);
    let choice = choices.get(name);
    if (choice === undefined) {
      choice = new Choice(this.#made++);
      choices.set(name, choice);
      this.#size++;
    }
    choice.add(happening);
  }

  /** An answer came. Returns the choices that nobody can see any more. */
  answered(happening: Happening): number[] {
    this.#count(happening, -1);
    const choices = this.#inSlot.get(happening.slot);
    if (choices === undefined) return [];
    const over: number[] = [];
    for (const [name, choice] of choices)
      if (!this.#canBeSeen(choice.first)) {
        choices.delete(name);
        this.#size--;
        over.push(choice.number);
      }
    return over;
  }

  #count({ op, slot, cell }: Happening, by: number): void {
    const { slots, cells } = this.#toCome;
    if (slot >= 0) slots[slot] = (slots[slot] as number) + by;
    if (op === 'read' && cell >= 0) cells[cell] = (cells[cell] as number) + by;
  }

  #canBeSeen(happening: Happening): boolean {
    if (isOfLife(happening) || this.#isTimed) return true;
    if (happening.op === 'read') return false;
    if (this.#compiled.hasCarried) return true;
    const { slot } = happening;
    if (this.#cells.isCounted[slot] === true) return (this.#toCome.slots[slot] as number) > 0;
    return this.readsToCome(happening.cell) > 0;
  }
}

export const isOfLife = ({ op }: Happening) => op === 'create' || op === 'destroy' || op === 'regenerate';

const nameOf = ({ op, session, key, value, cell, idKept, next, carries }: Happening): string => {
  if (op === 'write' || op === 'remove') return `${op} ${cell}`;
  if (op === 'increment') return op;
  return `${op} ${session} ${key} ${typeof value} ${String(value)} ${idKept} ${next} ${String(carries)}`;
};
