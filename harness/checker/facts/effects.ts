import type { OperationLine } from '../../../protocol/history.ts';

/** The server answered that the session is not there. Where nobody knows the outcome, nobody saw an absence. */
export const sawAbsence = (op: OperationLine): boolean =>
  op.absent === true && op.outcome !== 'info' && op.op !== 'create';

/** The operation went to this session and was acknowledged, so the session was there. */
export const sawPresence = (op: OperationLine): boolean =>
  op.outcome === 'ok' &&
  op.absent === undefined &&
  op.owner === undefined &&
  (op.op === 'read' || isUpdate(op));

export const isUpdate = (op: OperationLine): boolean =>
  op.op === 'write' || op.op === 'increment' || op.op === 'remove';

/** Acknowledged, and the client can show it: what a browser would have dropped is nobody's promise. */
export const tookEffect = (op: OperationLine): boolean =>
  op.outcome === 'ok' && op.absent === undefined && op.owner === undefined && op.dropped !== true;

/** It may have taken effect, at once or at any time later. */
export const mayTakeEffect = (op: OperationLine): boolean => op.outcome !== 'fail' && op.absent === undefined;

/** The time by which it has taken effect if it ever does. */
export const settledBy = (op: OperationLine): number => (tookEffect(op) ? op.end : Infinity);

/** A destroy, or a regenerate that gave another id. */
export const endsSession = (op: OperationLine): boolean =>
  (op.op === 'destroy' || (op.op === 'regenerate' && op.idKept !== true)) && mayTakeEffect(op);
