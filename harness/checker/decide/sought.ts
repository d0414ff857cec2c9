import { ANYTHING, type Held } from '../../model/session.ts';
import type { Cells } from './cells.ts';
import type { Compiled, Happening } from './compile.ts';

/**
 * What answers that are still to come ask of the keys of sessions. Where a login takes data over, what is in one session
 * may be read in another, under the same key.
 */
export class Sought {
  readonly #hasCarried: boolean;
  readonly #cells: Cells;
  /** By cell; by slot, or by key where data is carried: how many answers. */
  readonly #ofCell: Int32Array;
  readonly #ofPlace: Int32Array;
  /** Where data is carried: by key, how many reads of each value. */
  readonly #ofValue: Map<Held, number>[] = [];
  /** By place: something counts there. */
  readonly #isCounted: boolean[] = [];

  constructor({ happenings, keys, beginnings, hasCarried }: Compiled, cells: Cells) {
    this.#hasCarried = hasCarried;
    this.#cells = cells;
    this.#ofCell = new Int32Array(cells.count);
    this.#ofPlace = new Int32Array(keys * (beginnings[0]?.sessions.length ?? 0));
    for (let key = 0; key < keys; key++) this.#ofValue.push(new Map());
    for (const happening of happenings) {
      if (happening.op === 'increment' && happening.slot >= 0)
        this.#isCounted[this.#placeOf(happening)] = true;
      if (happening.must) this.count(happening, 1);
    }
  }

  count(happening: Happening, by: number): void {
    const { op, key, slot, cell, value } = happening;
    if (slot >= 0) this.#ofPlace[this.#placeOf(happening)]! += by;
    if (op !== 'read' || cell < 0) return;
    this.#ofCell[cell]! += by;
    if (!this.#hasCarried) return;
    const values = this.#ofValue[key] as Map<Held, number>;
    const held = value ?? null;
    values.set(held, (values.get(held) ?? 0) + by);
  }

  /** Reads of this value, in this session, that are still to be answered. */
  readsOf(cell: number): number {
    return cell < 0 ? 0 : (this.#ofCell[cell] as number);
  }

  /** Whether anybody can still see that a change of a key has happened. */
  sees(happening: Happening): boolean {
    const place = this.#placeOf(happening);
    if (this.#isCounted[place] === true) return (this.#ofPlace[place] as number) > 0;
    return this.#isRead(
      happening.key,
      happening.op === 'remove' ? null : (happening.value ?? null),
      happening.cell,
    );
  }

  /** Nobody asks any more whether it is this that a key holds, or something else that nobody asks for. */
  isForgotten(slot: number, key: number, value: Held): boolean {
    if (value === ANYTHING || this.#isCounted[this.#hasCarried ? key : slot] === true) return false;
    return !this.#isRead(key, value, this.#cells.cell(slot, value));
  }

  #isRead(key: number, value: Held, cell: number): boolean {
    return this.#hasCarried ? (this.#ofValue[key]?.get(value) ?? 0) > 0 : this.readsOf(cell) > 0;
  }

  #placeOf({ key, slot }: Happening): number {
    return this.#hasCarried ? key : slot;
  }
}
