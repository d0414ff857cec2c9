import type { OperationLine } from '../../../protocol/history.ts';
import type { Replaced } from './replaced.ts';
import type { SessionFacts } from './session.ts';
import { settledBy } from './effects.ts';

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
  { savesBeside }: Pick<SessionFacts, 'savesBeside'>,
  key: string,
  { read, writer, again }: Replaced,
): OperationLine[] | undefined {
  if (writer === undefined) return undefined;
  const saves = savesBeside.key(key);
  const until = Math.min(settledBy(writer), read.end);
  if (again === undefined) {
    const undoing = saves.lasting(until, writer.start);
    return undoing && [undoing];
  }
  for (const undoing of saves.between(writer.start, until)) {
    const restoring = saves.lasting(
      Math.min(settledBy(undoing), again.end),
      Math.max(undoing.start, read.start),
      undoing,
    );
    if (restoring !== undefined) return [undoing, restoring];
  }
  return undefined;
}
