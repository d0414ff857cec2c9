import type { Event } from '../../model/session.ts';
import type { Compiled, Happening } from './compile.ts';

/** What the operations that are under way must find if they are to be explained. */
export class Wanted {
  readonly #compiled: Compiled;
  readonly #open: readonly number[];

  constructor(compiled: Compiled, open: readonly number[]) {
    this.#compiled = compiled;
    this.#open = open;
  }

  absence(session: number): boolean {
    return this.#some((event) => event.session === session && event.absent);
  }

  startsAfter(session: number, time: number): boolean {
    return this.#some((event) => event.session === session && event.start > time);
  }

  /** What this one leaves in its key is to be read there. */
  cell(cell: number): boolean {
    return this.#some((event) => event.op === 'read' && event.cell === cell);
  }

  /** The highest number that is to be found in its key. */
  most({ session, key }: Event): number {
    // What is taken over is to be found by others, later: nothing bounds it.
    if (this.#compiled.hasCarried) return Infinity;
    let most = -Infinity;
    for (const i of this.#open) {
      const event = this.#at(i);
      if (event.session !== session || event.key !== key || typeof event.value !== 'number') continue;
      most = Math.max(most, event.op === 'increment' ? event.value - 1 : event.value);
    }
    return most;
  }

  #some(holds: (event: Happening) => boolean): boolean {
    return this.#open.some((i) => holds(this.#at(i)));
  }

  #at(i: number): Happening {
    return this.#compiled.happenings[i] as Happening;
  }
}
