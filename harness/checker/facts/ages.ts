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
  let renewal: OperationLine | undefined;
  let renewedBy = -Infinity;
  let certainUntil = -Infinity;
  for (const op of ops) {
    const created = op.op === 'create' && mayTakeEffect(op);
    const isDead = renewal !== undefined && op.start > renewedBy + terms.ttlMs + terms.graceMs;
    const saw = op.op === 'read' && sawPresence(op);
    if (isDead && !created) {
      if (saw || sawAbsence(op)) ages.askedWhenDead++;
      if (!saw) continue;
      ages.late.push({ read: op, renewal: renewal as OperationLine });
      // From here it is alive after all; the next time that it outlives its TTL is another anomaly.
      renewedBy = op.end;
      renewal = op;
    }
    const ageMs = op.start - renewedBy;
    if (saw && ageMs > ages.greatestAgeSeenMs && ageMs !== Infinity) ages.greatestAgeSeenMs = ageMs;
    if ((saw || sawAbsence(op)) && ageMs >= terms.ttlMs / 2 && op.end < certainUntil) ages.askedWhenOld++;
    if (renews(op, terms)) {
      if (op.end > certainUntil && certainUntil !== -Infinity)
        ages.mayHaveExpired.push({ start: certainUntil, end: op.end });
      certainUntil = Math.max(certainUntil, livesUntil(op, terms));
    }
    if (mayTakeEffect(op) && op.op !== 'destroy' && op.op !== 'regenerate') {
      const by = op.outcome === 'ok' ? op.end : Infinity;
      if (by >= renewedBy) {
        renewedBy = by;
        renewal = op;
      }
    }
  }
  ages.mayHaveExpired.push({ start: certainUntil, end: Infinity });
  return ages;
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
