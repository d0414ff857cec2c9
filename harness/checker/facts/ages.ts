import type { OperationLine } from '../../../protocol/history.ts';
import { isUpdate, mayTakeEffect, sawAbsence, sawPresence, tookEffect, type Terms } from './terms.ts';

/** What the clock says of one session: when it had to be there, when it had to be gone, and what was seen then. */
export interface Ages {
  /** Reads that saw the session after its latest possible end of life, the first of each such time. */
  late: { read: OperationLine; renewal: OperationLine }[];
  /** Times that it was asked for after that end. */
  askedWhenDead: number;
  /** Times that it was asked for at half its TTL or older, before its certain end of life. */
  askedWhenOld: number;
  /** The greatest age at which it certainly was and was there. */
  greatestAgeSeenMs: number;
  /** Stretches in which it may have expired: what was in it may then be gone. */
  mayHaveExpired: { start: number; end: number }[];
}

const NEVER: Ages = {
  late: [],
  askedWhenDead: 0,
  askedWhenOld: 0,
  greatestAgeSeenMs: -Infinity,
  mayHaveExpired: [],
};

/** Certainly starts the session's time to live afresh. */
export const renews = (op: OperationLine, terms: Terms): boolean =>
  tookEffect(op) && (op.op === 'create' || isUpdate(op) || (terms.renewedBy === 'any' && op.op === 'read'));

/** The session certainly lives until then, by this renewal. */
export const livesUntil = (renewal: OperationLine | undefined, terms: Terms): number =>
  terms.ttlMs === Infinity
    ? Infinity
    : renewal === undefined
      ? -Infinity
      : renewal.start + terms.ttlMs - terms.graceMs;

/** `ops` in order of their start. */
export function agesOf(ops: readonly OperationLine[], terms: Terms): Ages {
  if (terms.ttlMs === Infinity) return NEVER;
  const ages: Ages = { ...NEVER, late: [], mayHaveExpired: [] };
  const end = new EndOfLife(terms);
  let certainUntil = -Infinity;
  for (const [i, op] of ops.entries()) {
    const saw = op.op === 'read' && sawPresence(op);
    const asked = saw || sawAbsence(op);
    // What began before a creation may have run after it.
    if (end.isOver(op) && !creates(op) && !createdWithin(op, ops, i + 1)) {
      if (asked) ages.askedWhenDead++;
      if (saw) ages.late.push({ read: op, renewal: end.renewal as OperationLine });
      end.pass(op, saw);
      continue;
    }
    const ageMs = op.start - end.renewedBy;
    if (saw && Number.isFinite(ageMs)) ages.greatestAgeSeenMs = Math.max(ages.greatestAgeSeenMs, ageMs);
    if (asked && ageMs >= terms.ttlMs / 2 && op.end < certainUntil) ages.askedWhenOld++;
    if (renews(op, terms)) {
      if (op.end > certainUntil && certainUntil !== -Infinity)
        ages.mayHaveExpired.push({ start: certainUntil, end: op.end });
      certainUntil = Math.max(certainUntil, livesUntil(op, terms));
    }
    end.mayRenew(op);
  }
  if (ops.some((op) => op.end >= certainUntil))
    ages.mayHaveExpired.push({ start: certainUntil, end: Infinity });
  return ages;
}

/** The latest time at which a session can still be there. */
class EndOfLife {
  renewal: OperationLine | undefined;
  renewedBy = -Infinity;
  readonly #allowanceMs: number;
  #inFlight = false;

  constructor({ ttlMs, graceMs }: Terms) {
    this.#allowanceMs = ttlMs + graceMs;
  }

  isOver(op: OperationLine): boolean {
    return this.renewal !== undefined && op.start > this.renewedBy + this.#allowanceMs;
  }

  mayRenew(op: OperationLine): void {
    if (!mayTakeEffect(op) || op.op === 'destroy' || op.op === 'regenerate') return;
    const by = op.outcome === 'ok' && !(creates(op) && this.#inFlight) ? op.end : Infinity;
    if (by < this.renewedBy) return;
    this.renewedBy = by;
    this.renewal = op;
  }

  /** An operation on a session that is over. One that was seen is alive after all, and may outlive its TTL again. */
  pass(op: OperationLine, saw: boolean): void {
    // Nobody knows when it arrives: it may find the session created anew.
    if (op.outcome === 'info') this.#inFlight = true;
    if (!saw) return;
    this.renewedBy = this.#inFlight ? Infinity : op.end;
    this.renewal = op;
  }
}

const creates = (op: OperationLine) => op.op === 'create' && mayTakeEffect(op);

function createdWithin(read: OperationLine, ops: readonly OperationLine[], from: number): boolean {
  for (let i = from; i < ops.length && (ops[i] as OperationLine).start <= read.end; i++)
    if (creates(ops[i] as OperationLine)) return true;
  return false;
}

/** How long before an operation the session was last renewed: at the least and at the most. */
export function ageAt(op: OperationLine, ops: readonly OperationLine[]): { leastMs: number; mostMs: number } {
  let latest = -Infinity;
  let certain = -Infinity;
  for (const other of ops) {
    if (other === op || other.start > op.end || !mayTakeEffect(other) || other.op === 'destroy') continue;
    latest = Math.max(latest, other.outcome === 'ok' ? other.end : Infinity);
    if (tookEffect(other) && other.end < op.start) certain = Math.max(certain, other.start);
  }
  return { leastMs: op.start - latest, mostMs: op.end - certain };
}
