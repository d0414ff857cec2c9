import type { OperationLine } from '../../protocol/history.ts';

/** The operation with the times that its recorder saw: how long it took was measured by one clock, whatever is left of its error. */
export const asMeasured = (op: OperationLine): OperationLine =>
  op.widened === undefined ? op : { ...op, start: op.start + op.widened, end: op.end - op.widened };
