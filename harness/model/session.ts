import type { OperationKind, OperationLine, Value } from '../../protocol/history.ts';
import type { TtlPolicy } from './ttl-policy.ts';

/** What a key held that was set before the recording began. */
export const ANYTHING = Symbol('anything');
export type Held = Value | typeof ANYTHING;

/** The session of docs/ANOMALIES.md, under one name. */
export class Session {
  there = false;
  /** By the number of the key; null: not set. */
  held: Held[];
  /** It can be there until then at the latest, and can be gone from then on at the earliest. */
  aliveUntil = Infinity;
  goneFrom = Infinity;

  constructor(held: Held[]) {
    this.held = held;
  }

  copy(): Session {
    const copy = new Session(this.held.slice());
    copy.there = this.there;
    copy.aliveUntil = this.aliveUntil;
    copy.goneFrom = this.goneFrom;
    return copy;
  }
}

/** All sessions that one order has to explain together, and the earliest moment that it can have come to. */
export interface World {
  sessions: Session[];
  now: number;
}

/** What happened to one session at one moment from `start` to `end`. */
export interface Event {
  op: OperationKind | 'expire';
  session: number;
  /** The number of the key; -1: the whole session. */
  key: number;
  value: Value | undefined;
  /** What it was told is known, and has to be so. */
  answered: boolean;
  /** It found no session. */
  absent: boolean;
  idKept: boolean;
  /** The session that a regenerate made; -1: none that has a name. */
  next: number;
  /** The keys that a regenerate took over. */
  carries: 'none' | 'all' | readonly number[];
  start: number;
  end: number;
}

/**
 * Whether an operation happened: `must`, at some moment of its interval; `may`, at any moment from its start on, or
 * never; `never`: neither did it anything, nor does it tell anything.
 */
export function happens(op: OperationLine): 'must' | 'may' | 'never' {
  if (op.absent === true) return op.op === 'create' || op.outcome === 'info' ? 'never' : 'must';
  if (op.outcome === 'fail') return 'never';
  if (op.outcome === 'info' || op.owner !== undefined) return 'may';
  return op.dropped === true && op.op !== 'read' ? 'may' : 'must';
}

/** The event happens next. False: it cannot, and the world is no longer to be used. */
export function take(world: World, event: Event, policy: TtlPolicy): boolean {
  const session = world.sessions[event.session] as Session;
  const from = world.now > event.start ? world.now : event.start;
  if (from > event.end) return false;
  world.now = from;
  // What renewed another session came before this, so not later than this can have been.
  if (policy.ttlMs !== Infinity && world.sessions.length > 1)
    for (const other of world.sessions)
      if (other.there)
        other.aliveUntil = Math.min(other.aliveUntil, event.end + policy.ttlMs + policy.graceMs);
  if (event.absent || event.op === 'expire') {
    if (!isGone(world, session, event)) return false;
    if (event.op === 'regenerate') makeNext(world, session, event, policy);
    return true;
  }
  switch (event.op) {
    case 'create':
      make(session, session.held.fill(null), event, from, policy);
      break;
    case 'destroy':
      session.there = false;
      break;
    case 'regenerate':
      makeNext(world, session, event, policy);
      break;
    case 'read':
    case 'write':
    case 'remove':
    case 'increment':
      if (!session.there || from > session.aliveUntil) return false;
      if (!answers(session, event)) return false;
      renew(session, event, policy, renewsForCertain(session, event, policy) ? from : undefined);
  }
  return true;
}

/** It is not there, or goes away by itself by now. */
function isGone(world: World, session: Session, { end }: Event): boolean {
  if (!session.there) return true;
  if (session.goneFrom > end) return false;
  if (session.goneFrom > world.now) world.now = session.goneFrom;
  session.there = false;
  return true;
}

function make(
  session: Session,
  held: Held[],
  { key, value, end }: Event,
  from: number,
  policy: TtlPolicy,
): void {
  session.there = true;
  session.held = held;
  if (key >= 0 && value !== undefined) held[key] = value;
  session.aliveUntil = end + policy.ttlMs + policy.graceMs;
  session.goneFrom = from + policy.ttlMs - policy.graceMs;
}

function makeNext(world: World, session: Session, event: Event, policy: TtlPolicy): void {
  const isThere = session.there && world.now <= session.aliveUntil;
  const next = world.sessions[event.next];
  if (next !== undefined) {
    const { carries } = event;
    const isCarried = (key: number) => carries === 'all' || (carries !== 'none' && carries.includes(key));
    const held = session.held.map((value, key) => (isThere && isCarried(key) ? value : null));
    make(next, held, event, world.now, policy);
  }
  if (!event.idKept) session.there = false;
  else if (isThere) {
    if (next === undefined && event.key >= 0 && event.value !== undefined)
      session.held[event.key] = event.value;
    renew(session, event, policy, undefined);
  }
}

/**
 * A change does; a read, where reads renew at all, if the session cannot have expired by the read's end: a store that looks a
 * session up and then touches it may find it expired in between, and touches what is gone no more.
 */
const renewsForCertain = ({ goneFrom }: Session, { op, end }: Event, { renewedBy }: TtlPolicy): boolean =>
  op !== 'read' || (renewedBy === 'any' && end < goneFrom);

/** `certainly`: since when at the earliest it has lived afresh, if that is certain. */
function renew(session: Session, { end }: Event, policy: TtlPolicy, certainly: number | undefined): void {
  session.aliveUntil = Math.min(session.aliveUntil, end) + policy.ttlMs + policy.graceMs;
  if (certainly !== undefined) session.goneFrom = certainly + policy.ttlMs - policy.graceMs;
}

/** A session that is there does what is asked, and answers as the client was told. */
function answers({ held }: Session, { op, key, value, answered }: Event): boolean {
  if (key < 0) return true;
  const now = held[key] as Held;
  if (op === 'write') held[key] = value ?? null;
  else if (op === 'remove') held[key] = null;
  else if (op === 'read') {
    if (value === undefined || !answered) return true;
    if (now === ANYTHING) held[key] = value;
    else return now === value;
  } else {
    const count = now === ANYTHING ? now : (typeof now === 'number' ? now : 0) + 1;
    if (answered && count !== ANYTHING && count !== value) return false;
    held[key] = answered ? (value as Value) : count;
  }
  return true;
}
