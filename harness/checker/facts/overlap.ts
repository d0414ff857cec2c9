import type { OperationLine } from '../../../protocol/history.ts';
import type { Replaced } from './replaced.ts';
import type { SessionFacts } from './session.ts';

/**
 * An acknowledged update of another key of the session that overlapped the lost one. Stores save whole documents: the
 * one that saves last puts back what it had loaded before the other saved.
 */
export function overlappingUpdate(
  { updates }: Pick<SessionFacts, 'updates'>,
  { update }: Pick<Replaced, 'update'>,
): OperationLine | undefined {
  if (update === undefined) return undefined;
  return updates.find(
    (other) => other.key !== update.key && other.start <= update.end && other.end >= update.start,
  );
}
