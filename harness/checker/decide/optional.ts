import type { Happening } from './compile.ts';
import type { Sought } from './sought.ts';

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
  readonly #sought: Sought;
  readonly #isTimed: boolean;
  readonly #ofLife = new Map<string, Choice>();
  readonly #inSlot = new Map<number, Map<string, Choice>>();
  #made = 0;

  constructor(sought: Sought, isTimed: boolean) {
    this.#sought = sought;
    this.#isTimed = isTimed;
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
    }
    choice.add(happening);
  }

  /** Returns the choices that nobody can see any more: an answer came about this key. */
  forgotten(key: number): number[] {
    return this.#drop(({ first }) => first.key === key && !this.#canBeSeen(first));
  }

  /** Returns the choices of a session that is not there any more, and that nothing will make again. */
  over(session: number): number[] {
    return this.#drop(({ first }) => first.session === session);
  }

  #drop(isOver: (choice: Choice) => boolean): number[] {
    const dropped: number[] = [];
    for (const [slot, choices] of this.#inSlot) {
      for (const [name, choice] of choices)
        if (isOver(choice)) {
          choices.delete(name);
          dropped.push(choice.number);
        }
      if (choices.size === 0) this.#inSlot.delete(slot);
    }
    return dropped;
  }

  #canBeSeen(happening: Happening): boolean {
    if (isOfLife(happening) || this.#isTimed) return true;
    return happening.op !== 'read' && this.#sought.sees(happening);
  }
}

export const isOfLife = ({ op }: Happening) => op === 'create' || op === 'destroy' || op === 'regenerate';

const nameOf = ({ op, session, key, value, cell, idKept, next, carries }: Happening): string => {
  if (op === 'write' || op === 'remove') return `${op} ${cell}`;
  if (op === 'increment') return op;
  return `${op} ${session} ${key} ${typeof value} ${String(value)} ${idKept} ${next} ${String(carries)}`;
};
