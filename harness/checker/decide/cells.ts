import { ANYTHING, type Event, type Held } from '../../model/session.ts';
import type { Compiled, Happening } from './compile.ts';

/** What is known beforehand of the keys of sessions, and so of what can still be seen in them. */
export class Cells {
  /** Each value is written by one operation at most, and never counted: once replaced, it does not come back. */
  readonly isPlain: boolean[] = [];
  /** Nothing but increments and reads, in a session that is made once and never ended: it only goes up. */
  readonly isCounter: boolean[] = [];
  /** Nothing sets it back to null. */
  readonly isUnsetOnce: boolean[] = [];
  /** Something counts in it. */
  readonly isCounted: boolean[] = [];
  readonly #cells: Map<Held, number>[] = [];
  readonly #sessions: number;
  readonly #written = new Set<number>();
  #count = 0;

  constructor({ happenings, keys, beginnings, hasCarried }: Compiled, isTimed: boolean) {
    this.#sessions = beginnings[0]?.sessions.length ?? 0;
    const isApart = isTimed || hasCarried;
    for (let slot = 0; slot < keys * this.#sessions; slot++) {
      this.#cells.push(new Map());
      const isOpen = beginnings.some(
        ({ sessions }) =>
          sessions[slot % this.#sessions]?.held[Math.floor(slot / this.#sessions)] === ANYTHING,
      );
      this.isPlain.push(!isApart && !isOpen);
      this.isCounter.push(!isApart && !isOpen);
      this.isUnsetOnce.push(true);
      this.isCounted.push(false);
    }
    for (const happening of happenings) this.#place(happening);
    const before = beginnings.flatMap(({ sessions }) =>
      [...sessions.keys()].filter((i) => sessions[i]?.there),
    );
    this.#lives(happenings, keys, new Set(before));
  }

  get count(): number {
    return this.#count;
  }

  slot(session: number, key: number): number {
    return key * this.#sessions + session;
  }

  /** -1: a value that no operation tells of. */
  cell(slot: number, value: Held): number {
    return this.#cells[slot]?.get(value) ?? -1;
  }

  #place(happening: Happening): void {
    const { op, key, value, absent } = happening;
    if (key < 0 || absent) return;
    const slot = this.slot(sessionOf(happening), key);
    happening.slot = slot;
    if (op === 'increment') {
      this.isPlain[slot] = false;
      this.isCounted[slot] = true;
      return;
    }
    if (value === undefined && op !== 'remove') {
      if (op !== 'read') happening.slot = -1;
      return;
    }
    const left = op === 'remove' ? null : (value ?? null);
    const cells = this.#cells[slot] as Map<Held, number>;
    const known = cells.get(left);
    happening.cell = known ?? this.#count++;
    if (known === undefined) cells.set(left, happening.cell);
    if (op === 'read') return;
    this.isCounter[slot] = false;
    if (left === null) this.isUnsetOnce[slot] = false;
    else if (this.#written.has(happening.cell)) this.isPlain[slot] = false;
    else this.#written.add(happening.cell);
  }

  /** A session that is made twice, or ended, may be emptied. */
  #lives(happenings: readonly Happening[], keys: number, made: Set<number>): void {
    for (const { op, session, next, absent } of happenings) {
      if (op !== 'create' && op !== 'destroy' && op !== 'regenerate') continue;
      const emptied = [];
      if (op !== 'create') emptied.push(session);
      for (const maker of op === 'create' ? [session] : next >= 0 ? [next] : []) {
        if (made.has(maker)) emptied.push(maker);
        made.add(maker);
      }
      if (absent && op === 'destroy') continue;
      for (const session of emptied)
        for (let key = 0; key < keys; key++) {
          this.isCounter[this.slot(session, key)] = false;
          this.isUnsetOnce[this.slot(session, key)] = false;
        }
    }
  }
}

/** What a login sets is in the session that it makes. */
export const sessionOf = ({ op, session, next }: Event): number =>
  op === 'regenerate' && next >= 0 ? next : session;
