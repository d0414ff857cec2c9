import type { OperationLine } from '../../../protocol/history.ts';
import type { SessionFacts } from './session.ts';

/**
 * An acknowledged update of another key of the session that overlapped the lost one. Stores save whole documents: the
 * one that saves last puts back what it had loaded before the other saved.
 */
export const overlappingUpdate = (
  { updatesInTime }: Pick<SessionFacts, 'updatesInTime'>,
  lost: OperationLine | undefined,
): OperationLine | undefined =>
  lost && updatesInTime.between(lost.start, lost.end).find((other) => other.key !== lost.key);
