import type { OperationLine } from '../../../protocol/history.ts';

/** What comes of looking for an order that explains a session. */
export type Decision =
  | { kind: 'explained' }
  /** No order explains what had begun by the end of this operation; up to any earlier end, one does. */
  | { kind: 'unexplained'; at: OperationLine }
  /** The budget did not suffice. */
  | { kind: 'undecided' };
