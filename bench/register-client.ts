import type { OperationLine } from '../protocol/history.ts';
import type { Random } from '../harness/model/random.ts';

const KEYS = ['a', 'b', 'c'] as const;
const SESSIONS_AT_A_TIME = 4;
/** As in scenarios/lib/kept.ts: then a session is looked at for the last time, and another takes its place. */
const WORN_BY = 500;
const REMOVES_EVERY = 9;
const REFUSED_EVERY = 11;

interface Slot {
  session: string;
  operations: number;
  held: Map<string, number>;
  readBack: string | undefined;
  /** Keys that are still to be read before it is let go; undefined while it is in use. */
  leaving: string[] | undefined;
}

interface Setting {
  periodMs: number;
  clients: number;
  instances: number;
  random: Random;
}

/** A client of scenarios/register.ts, on a store that keeps everything: the same operations on the same schedule, with `last` where that says it. */
export class RegisterClient {
  readonly id: string;
  nowMs: number;
  readonly #index: number;
  readonly #setting: Setting;
  readonly #slots: (Slot | undefined)[] = Array.from({ length: SESSIONS_AT_A_TIME });
  #step = 0;
  #made = 0;
  #written = 0;

  constructor(index: number, setting: Setting) {
    this.id = `c${index + 1}`;
    this.#index = index;
    this.#setting = setting;
    this.nowMs = (index / setting.clients) * setting.periodMs;
  }

  next(): OperationLine {
    const at = this.#step % SESSIONS_AT_A_TIME;
    const slot = this.#slots[at];
    // A look for the last time reads every key in turn.
    if (slot === undefined || slot.leaving === undefined) this.#step++;
    if (slot === undefined) return this.#create(at);
    slot.operations++;
    if (slot.operations > WORN_BY && slot.leaving === undefined) {
      slot.leaving = [...KEYS];
      this.#step--;
    }
    if (slot.leaving !== undefined) return this.#lookForTheLastTime(at, slot, slot.leaving);
    if (slot.readBack !== undefined) {
      const key = slot.readBack;
      slot.readBack = undefined;
      return this.#line('read', slot, { key, value: slot.held.get(key) ?? null });
    }
    return this.#change(slot);
  }

  #create(at: number): OperationLine {
    const session = `${this.id}-${++this.#made}`;
    const readBack = at % 2 === this.#index % 2 ? KEYS[0] : undefined;
    const slot: Slot = { session, operations: 1, held: new Map(), readBack, leaving: undefined };
    this.#slots[at] = slot;
    return this.#line('create', slot, { dropped: false });
  }

  #lookForTheLastTime(at: number, slot: Slot, leaving: string[]): OperationLine {
    const key = leaving.shift() ?? KEYS[0];
    const isLast = leaving.length === 0;
    if (isLast) {
      this.#slots[at] = undefined;
      this.#step++;
    }
    const value = slot.held.get(key) ?? null;
    return this.#line('read', slot, { key, value, ...(isLast && { last: true }) });
  }

  #change(slot: Slot): OperationLine {
    const key = this.#setting.random.pick(KEYS);
    const value = (this.#index + 1) * 100_000_000 + ++this.#written;
    slot.readBack = key;
    if ((this.#written + this.#index) % REFUSED_EVERY === 0)
      return this.#line('write', slot, { key, value, outcome: 'fail', status: 422, expected: true });
    if ((this.#written + this.#index) % REMOVES_EVERY === 0) {
      slot.held.delete(key);
      return this.#line('remove', slot, { key });
    }
    slot.held.set(key, value);
    return this.#line('write', slot, { key, value });
  }

  #line(op: OperationLine['op'], { session }: Slot, rest: Partial<OperationLine>): OperationLine {
    const { random, periodMs, instances } = this.#setting;
    const due = this.nowMs;
    const start = due + random.next();
    const end = start + 0.3 + random.next() * 3;
    this.nowMs = due + periodMs;
    return {
      op,
      session,
      client: this.id,
      outcome: 'ok',
      due: rounded(due),
      start: rounded(start),
      end: rounded(end),
      status: 200,
      instance: `app-${1 + random.below(instances)}`,
      ...rest,
    };
  }
}

/** Microseconds, as the recorder writes them. */
const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
