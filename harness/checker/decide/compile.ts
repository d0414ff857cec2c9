import type { OperationLine } from '../../../protocol/history.ts';
import { ANYTHING, happens, Session, type Event, type Held, type World } from '../../model/session.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/** Sessions that one order has to explain: one, or several of which a regenerate made the one out of the other. */
export type Group = readonly { name: string; ops: readonly OperationLine[] }[];

/** An operation that happened, or may have. */
export interface Happening extends Event {
  line: OperationLine;
  /** It certainly happened, and it was over by its `end`. */
  must: boolean;
  /** The number of the key of the session that it is about; -1: of none. */
  slot: number;
  /** The number of the value that it reads in its slot, or leaves there; -1: of none. */
  cell: number;
}

export interface Compiled {
  /** In order of start. */
  happenings: Happening[];
  /** Every world that may have been there before the first of them. */
  beginnings: World[];
  keys: number;
  /** No two of them overlap, and all certainly happened. */
  isSequential: boolean;
  /** A regenerate took data over. */
  hasCarried: boolean;
  /** The session may have been there before the recording began. */
  hasEarlier: boolean;
  hasAbsent: boolean;
  /** From the first start to the last end. */
  spanMs: number;
}

export function compile(group: Group, { ttlMs }: TtlPolicy): Compiled {
  const names = new Map(group.map(({ name }, i) => [name, i]));
  const keys = new Map<string, number>();
  const numberOf = (key: string) => {
    let number = keys.get(key);
    if (number === undefined) keys.set(key, (number = keys.size));
    return number;
  };
  const happenings: Happening[] = [];
  const compiled = { isSequential: true, hasCarried: false, hasAbsent: false };
  let firstStart = Infinity;
  let lastEnd = -Infinity;
  for (const [session, { ops }] of group.entries())
    for (const line of ops) {
      if (line.start < firstStart) firstStart = line.start;
      if (line.end > lastEnd) lastEnd = line.end;
      const happened = happens(line);
      if (happened === 'never') continue;
      const must = happened === 'must';
      // A read without an answer may have renewed the session, and that is all.
      if (line.op === 'read' && !must && ttlMs === Infinity) continue;
      const carries = carried(line, numberOf);
      if (!must) compiled.isSequential = false;
      if (carries !== 'none') compiled.hasCarried = true;
      if (line.absent === true) compiled.hasAbsent = true;
      happenings.push({
        op: line.op,
        session,
        key: line.key === undefined ? -1 : numberOf(line.key),
        value: line.value,
        answered: must,
        absent: line.absent === true,
        idKept: line.idKept === true,
        next: line.next === undefined || line.op !== 'regenerate' ? -1 : (names.get(line.next) ?? -1),
        carries,
        start: line.start,
        end: must ? line.end : Infinity,
        line,
        must,
        slot: -1,
        cell: -1,
      });
    }
  inOrderOfStart(happenings);
  for (let i = 1; compiled.isSequential && i < happenings.length; i++)
    if ((happenings[i - 1] as Happening).end >= (happenings[i] as Happening).start)
      compiled.isSequential = false;
  const before = group.map((session) => beforehand(session, group));
  return {
    ...compiled,
    happenings,
    keys: keys.size,
    beginnings: worlds(before, keys.size, ttlMs),
    hasEarlier: before.some((was) => was !== 'absent'),
    spanMs: lastEnd - firstStart,
  };
}

function carried({ op, carries }: OperationLine, numberOf: (key: string) => number): Event['carries'] {
  if (op !== 'regenerate' || carries === undefined) return 'none';
  return carries === true ? 'all' : carries.map(numberOf);
}

function inOrderOfStart(happenings: Happening[]): void {
  for (let i = 1; i < happenings.length; i++)
    if ((happenings[i - 1] as Happening).start > (happenings[i] as Happening).start) {
      happenings.sort((a, b) => a.start - b.start);
      return;
    }
}

/** Whether a session was there before the recording began: `maybe`, with nothing in it, where nothing says so. */
type Beforehand = 'absent' | 'maybe' | 'there';

function beforehand({ name, ops }: Group[number], group: Group): Beforehand {
  let others = Infinity;
  let made = Infinity;
  for (const { op, start, preexisting } of ops) {
    if (preexisting === true) return 'there';
    if (op === 'create') made = Math.min(made, start);
    else others = Math.min(others, start);
  }
  if (made >= others)
    for (const other of group)
      for (const { op, next, start } of other.ops)
        if (op === 'regenerate' && next === name) made = Math.min(made, start);
  return made < others || ops.length === 0 ? 'absent' : 'maybe';
}

function worlds(before: readonly Beforehand[], keys: number, ttlMs: number): World[] {
  let all: Session[][] = [[]];
  for (const was of before) {
    const choices: Session[] = [];
    if (was !== 'there') choices.push(new Session(filled(null, keys)));
    if (was !== 'absent') choices.push(earlier(was === 'there' ? ANYTHING : null, keys, ttlMs));
    // Each world has sessions of its own: what happens in one is not to be seen in another.
    all = all.flatMap((sessions) =>
      choices.map((choice) => [...sessions, choice].map((session) => session.copy())),
    );
  }
  return all.map((sessions) => ({ sessions, now: -Infinity }));
}

const filled = (held: Held, keys: number): Held[] => Array.from({ length: keys }, () => held);

/** When it was last renewed, and so when it goes away by itself, nobody knows. */
function earlier(held: Held, keys: number, ttlMs: number): Session {
  const session = new Session(filled(held, keys));
  session.there = true;
  if (ttlMs !== Infinity) session.goneFrom = -Infinity;
  return session;
}
