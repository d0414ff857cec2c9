import type { OperationLine } from '../../protocol/history.ts';

/** What the client itself thinks of an operation; the checkers judge the history, k6's thresholds judge this. */
export interface Impression {
  missing?: boolean;
  wrong?: boolean;
}

/** Takes in an operation that has ended. */
export type Recorder = (line: OperationLine, impression: Impression) => void;
