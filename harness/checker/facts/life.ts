import type { OperationLine } from '../../../protocol/history.ts';
import { PrefixMaximum } from './prefix-maximum.ts';
import { outagesOf, type Outage } from './outages.ts';
import { endsSession, mayTakeEffect, sawAbsence, sawPresence, settledBy, tookEffect } from './effects.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/** Whether a session was there when it had to be, and gone when it had to be. */
export interface Life {
  outages: Outage[];
  /** What saw the session after an acknowledged end, by that end. */
  resurrected: Map<OperationLine, OperationLine[]>;
  /** Times that it was asked for after an acknowledged end. */
  askedAfterEnd: number;
}

export const UNEVENTFUL: Life = { outages: [], resurrected: new Map(), askedAfterEnd: 0 };

/** `ops` in order of their start. */
export function lifeOf(
  ops: readonly OperationLine[],
  policy: TtlPolicy,
  { isExplained }: { isExplained: boolean },
): Life {
  const absences = ops.filter(sawAbsence);
  const ends = ops.filter(endsSession);
  if (absences.length === 0 && ends.length === 0) return UNEVENTFUL;
  const creates = ops.filter((op) => op.op === 'create' && mayTakeEffect(op));
  const presences = isExplained ? [] : ops.filter(sawPresence);
  return {
    // What an order explains is no outage.
    outages: isExplained ? [] : outagesOf({ ops, absences, ends, creates, presences }, policy),
    ...afterEnds({ ops, ends, creates }),
  };
}

const start = (op: OperationLine) => op.start;
const end = (op: OperationLine) => op.end;

function afterEnds(of: {
  ops: readonly OperationLine[];
  ends: readonly OperationLine[];
  creates: readonly OperationLine[];
}) {
  const { ops, ends, creates } = of;
  const resurrected = new Map<OperationLine, OperationLine[]>();
  let askedAfterEnd = 0;
  const acknowledged = ends.filter(tookEffect);
  if (acknowledged.length === 0) return { resurrected, askedAfterEnd };
  const lastEnd = new PrefixMaximum(acknowledged, end, start);
  const lastCreate = new PrefixMaximum(creates, start, settledBy);
  for (const op of ops) {
    if (!sawPresence(op) && !(op.op === 'read' && sawAbsence(op))) continue;
    const ended = lastEnd.before(op.start);
    if (ended === undefined) continue;
    const created = lastCreate.until(op.end);
    if (created !== undefined && settledBy(created) >= ended.start) continue;
    askedAfterEnd++;
    if (op.absent === true) continue;
    const sights = resurrected.get(ended);
    if (sights === undefined) resurrected.set(ended, [op]);
    else sights.push(op);
  }
  return { resurrected, askedAfterEnd };
}
