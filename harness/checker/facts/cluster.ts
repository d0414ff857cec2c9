import type { OperationLine, Value } from '../../../protocol/history.ts';

/** One value of a register with the operations that wrote and read it. */
export interface Cluster {
  value: Value;
  write: OperationLine | undefined;
  /** By this time the register certainly held the value. */
  minEnd: number;
  /** Until this time the register certainly had not held it for the last time. */
  maxStart: number;
  /** The last read that shows it. */
  lastShown: OperationLine | undefined;
}

/** An acknowledged update of a register, or a read of it: at some moment within it the register held the value. */
export interface Point {
  op: OperationLine;
  cluster: Cluster;
}
