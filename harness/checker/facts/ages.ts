import type { OperationLine } from '../../../protocol/history.ts';
import { isUpdate, mayTakeEffect, sawAbsence, sawPresence, tookEffect } from './effects.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/** What the clock says of one session: when it had to be there, when it had to be gone, and what was seen then. */
export interface Ages {
  /** What saw the session after its latest possible end of life, the first of each such time. */
  late: { sight: OperationLine; renewal: OperationLine }[];
  /** Times that it was asked for after that end. */
  askedWhenDead: number;
  /** Times that it was asked for at half its TTL or older, before its certain end of life. */
  askedWhenOld: number;
  /** The greatest age at which it certainly was and was there. */
  greatestAgeSeenMs: number;
  /** How long after its last save it certainly was and was there, at the most: that long reads alone kept it alive. */
  greatestUnsavedSeenMs: number;
}

const NEVER: Ages = {
  late: [],
  askedWhenDead: 0,
  askedWhenOld: 0,
  greatestAgeSeenMs: -Infinity,
  greatestUnsavedSeenMs: -Infinity,
};

/** Certainly starts the time to live afresh of a session that certainly lives until then. */
const renews = (op: OperationLine, policy: TtlPolicy, certainUntil: number): boolean => {
  if (!tookEffect(op)) return false;
  if (op.op === 'read') return policy.renewedBy === 'any' && op.end < certainUntil;
  return op.op === 'create' || isUpdate(op);
};

/** Those that certainly start the session's time to live afresh. `ops` in order of their start. */
export function renewalsAmong(ops: readonly OperationLine[], policy: TtlPolicy): OperationLine[] {
  const renewals: OperationLine[] = [];
  let underWay: OperationLine[] = [];
  let certainUntil = -Infinity;
  for (const op of ops) {
    for (const one of underWay)
      if (one.end < op.start) certainUntil = Math.max(certainUntil, livesUntil(one, policy));
    underWay = underWay.filter(({ end }) => end >= op.start);
    if (!renews(op, policy, certainUntil)) continue;
    renewals.push(op);
    underWay.push(op);
  }
  return renewals;
}

/** The session certainly lives until then, by this renewal. */
export const livesUntil = (renewal: OperationLine | undefined, policy: TtlPolicy): number =>
  policy.ttlMs === Infinity
    ? Infinity
    : renewal === undefined
      ? -Infinity
      : renewal.start + policy.ttlMs - policy.graceMs;

/** `ops` in order of their start. */
export function agesOf(ops: readonly OperationLine[], policy: TtlPolicy): Ages {
  if (policy.ttlMs === Infinity) return NEVER;
  const ages: Ages = { ...NEVER, late: [] };
  const end = new EndOfLife(policy);
  let certainUntil = -Infinity;
  let savedBy = -Infinity;
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i] as OperationLine;
    const saw = sawPresence(op);
    const asked = saw || sawAbsence(op);
    // What began before a creation may have run after it.
    if (end.isOver(op) && !creates(op) && !createdWithin(op, ops, i + 1)) {
      if (asked) ages.askedWhenDead++;
      if (saw) ages.late.push({ sight: op, renewal: end.renewal as OperationLine });
      end.pass(op, saw);
      continue;
    }
    const ageMs = op.start - end.renewedBy;
    if (saw && Number.isFinite(ageMs)) ages.greatestAgeSeenMs = Math.max(ages.greatestAgeSeenMs, ageMs);
    const unsavedMs = op.start - savedBy;
    if (saw && Number.isFinite(unsavedMs))
      ages.greatestUnsavedSeenMs = Math.max(ages.greatestUnsavedSeenMs, unsavedMs);
    if (asked && ageMs >= policy.ttlMs / 2 && op.end < certainUntil) ages.askedWhenOld++;
    if (renews(op, policy, certainUntil)) certainUntil = Math.max(certainUntil, livesUntil(op, policy));
    end.mayRenew(op);
    if (op.op !== 'read' && mayTakeEffect(op))
      savedBy = Math.max(savedBy, op.outcome === 'ok' ? op.end : Infinity);
  }
  return ages;
}

/** The latest time at which a session can still be there. */
class EndOfLife {
  renewal: OperationLine | undefined;
  renewedBy = -Infinity;
  readonly #allowanceMs: number;
  /** A creation that may still take effect at any time. */
  #inFlight = false;
  /** Others that may: each can renew it once more, while it is there. */
  #unanswered = 0;

  constructor({ ttlMs, graceMs }: TtlPolicy) {
    this.#allowanceMs = ttlMs + graceMs;
  }

  isOver(op: OperationLine): boolean {
    return (
      this.renewal !== undefined && op.start > this.renewedBy + (1 + this.#unanswered) * this.#allowanceMs
    );
  }

  mayRenew(op: OperationLine): void {
    if (!mayTakeEffect(op) || op.op === 'destroy' || op.op === 'regenerate') return;
    const isSettled = op.outcome === 'ok' && op.owner === undefined && op.dropped !== true;
    if (!isSettled && !creates(op)) {
      this.#unanswered++;
      return;
    }
    const by = isSettled && !(creates(op) && this.#inFlight) ? op.end : Infinity;
    if (by < this.renewedBy) return;
    this.renewedBy = by;
    this.renewal = op;
  }

  /** An operation on a session that is over. One that was seen is alive after all, and may outlive its TTL again. */
  pass(op: OperationLine, saw: boolean): void {
    // Nobody knows when it arrives: it may find the session created anew.
    if (op.outcome === 'info' && creates(op)) this.#inFlight = true;
    else if (op.outcome === 'info') this.#unanswered++;
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

/** How long before an operation the session was last renewed, or last saved: at the least and at the most. */
export function ageAt(
  op: OperationLine,
  ops: readonly OperationLine[],
  since: 'renewed' | 'saved' = 'renewed',
): { leastMs: number; mostMs: number } {
  let latest = -Infinity;
  let certain = -Infinity;
  for (const other of ops) {
    if (since === 'saved' && other.op === 'read') continue;
    if (other === op || other.start > op.end || !mayTakeEffect(other) || other.op === 'destroy') continue;
    latest = Math.max(latest, other.outcome === 'ok' ? other.end : Infinity);
    if (tookEffect(other) && other.end < op.start) certain = Math.max(certain, other.start);
  }
  return { leastMs: op.start - latest, mostMs: op.end - certain };
}
