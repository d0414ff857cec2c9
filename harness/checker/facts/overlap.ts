import type { OperationLine } from '../../../protocol/history.ts';
import type { Replaced } from './replaced.ts';
import type { SessionFacts } from './session.ts';
import { isUpdate, mayTakeEffect, settledBy } from './terms.ts';

/**
 * An acknowledged update of another key of the session that overlapped the lost one. Stores save whole documents: the
 * one that saves last puts back what it had loaded before the other saved.
 */
export const overlappingUpdate = (
  { updatesInTime }: Pick<SessionFacts, 'updatesInTime'>,
  lost: OperationLine | undefined,
): OperationLine | undefined =>
  lost && updatesInTime.between(lost.start, lost.end).find((other) => other.key !== lost.key);

/**
 * The saves of whole documents that undid a newer value for a while: one overlapped the update that wrote it and put back
 * what it had loaded before; where the newer value came back, another had loaded it meanwhile, and saved it after all.
 */
export function undoneBy(
  { ops }: Pick<SessionFacts, 'ops'>,
  key: string,
  { read, update, seen, again }: Replaced,
): OperationLine[] | undefined {
  const others = ops.filter((op) => isUpdate(op) && mayTakeEffect(op) && op.key !== key);
  if (others.length === 0) return undefined;
  const writer =
    update ??
    (seen.op === 'read'
      ? ops.find((op) => op.op === 'write' && op.key === key && op.value === seen.value)
      : seen);
  if (writer === undefined) return undefined;
  for (const undoing of others) {
    if (!mayOverlap(undoing, writer) || undoing.start > read.end) continue;
    if (again === undefined) return [undoing];
    const restoring = others.find(
      (op) =>
        op !== undoing && mayOverlap(op, undoing) && settledBy(op) >= read.start && op.start <= again.end,
    );
    if (restoring !== undefined) return [undoing, restoring];
  }
  return undefined;
}

const mayOverlap = (one: OperationLine, other: OperationLine) =>
  one.start <= settledBy(other) && other.start <= settledBy(one);
