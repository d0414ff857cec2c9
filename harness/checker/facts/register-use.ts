import type { OperationLine } from '../../../protocol/history.ts';

/** What was done with one key of one session. */
export interface RegisterUse {
  key: string;
  /** Ok reads that showed the session, null or not, in order of start. */
  reads: OperationLine[];
  /** Acknowledged updates, the session's creations among them, in order of their end. */
  updates: OperationLine[];
  /** Writes that certainly failed. */
  failed: OperationLine[];
  /** Second writes of one value: then nothing is judged. */
  twice: OperationLine[];
}

/** What may have emptied the whole session, this key included, and when. */
export interface Emptying {
  start: number;
  end: number;
  op: OperationLine | undefined;
}
