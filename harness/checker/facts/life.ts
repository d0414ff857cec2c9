import type { OperationLine } from '../../../protocol/history.ts';
import { Latest } from './latest.ts';
import { outagesOf, type Outage } from './outages.ts';
import {
  endsSession,
  mayTakeEffect,
  sawAbsence,
  sawPresence,
  settledBy,
  tookEffect,
  type Terms,
} from './terms.ts';

/** Whether a session was there when it had to be, and gone when it had to be. */
export interface Life {
  outages: Outage[];
  /** What saw the session after an acknowledged end, by that end. */
  undead: Map<OperationLine, OperationLine[]>;
  /** Times that it was asked for after an acknowledged end. */
  askedAfterEnd: number;
}

export const UNEVENTFUL: Life = { outages: [], undead: new Map(), askedAfterEnd: 0 };

/** `ops` in order of their start. */
export function lifeOf(
  ops: readonly OperationLine[],
  terms: Terms,
  { isExplained }: { isExplained: boolean },
): Life {
  const absences = ops.filter(sawAbsence);
  const ends = ops.filter(endsSession);
  if (absences.length === 0 && ends.length === 0) return UNEVENTFUL;
  const creates = ops.filter((op) => op.op === 'create' && mayTakeEffect(op));
  const presences = isExplained ? [] : ops.filter(sawPresence);
  return {
    // What an order explains is no outage.
    outages: isExplained ? [] : outagesOf({ ops, absences, ends, creates, presences }, terms),
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
  const undead = new Map<OperationLine, OperationLine[]>();
  let askedAfterEnd = 0;
  const acknowledged = ends.filter(tookEffect);
  if (acknowledged.length === 0) return { undead, askedAfterEnd };
  const lastEnd = new Latest(acknowledged, end, start);
  const lastCreate = new Latest(creates, start, settledBy);
  for (const op of ops) {
    if (!sawPresence(op) && !(op.op === 'read' && sawAbsence(op))) continue;
    const ended = lastEnd.before(op.start);
    if (ended === undefined) continue;
    const created = lastCreate.until(op.end);
    if (created !== undefined && settledBy(created) >= ended.start) continue;
    askedAfterEnd++;
    if (op.absent === true) continue;
    const sights = undead.get(ended);
    if (sights === undefined) undead.set(ended, [op]);
    else sights.push(op);
  }
  return { undead, askedAfterEnd };
}
