import type { OperationLine, Value } from '../../../protocol/history.ts';
import { sameShape } from '../../history/shape.ts';
import type { Random } from '../../model/random.ts';

/** One or two of the answers are others than the store gave: some of these no store can have given. */
export function spoilt(random: Random, ops: readonly OperationLine[]): OperationLine[] {
  const changed = [...ops];
  const values: Value[] = [null, ...ops.flatMap(({ value }) => (value === undefined ? [] : [value]))];
  for (let i = 0; i <= random.below(2); i++) {
    const at = random.below(changed.length);
    changed[at] = sameShape(otherwise(random, changed[at] as OperationLine, values));
  }
  return changed;
}

function otherwise(random: Random, op: OperationLine, values: readonly Value[]): OperationLine {
  if (op.op !== 'create' && random.chance(0.15))
    return {
      ...op,
      value: op.op === 'write' ? op.value : undefined,
      absent: true,
      outcome: op.op === 'read' ? 'ok' : 'fail',
    };
  if (op.op === 'read' && op.key !== undefined && op.outcome === 'ok')
    return { ...op, absent: undefined, value: random.pick(values) };
  if (op.op === 'increment' && op.outcome === 'ok' && typeof op.value === 'number')
    return { ...op, value: Math.max(1, op.value + random.pick([-1, 1])) };
  if (op.outcome === 'info' && op.op !== 'read' && op.op !== 'increment') return { ...op, outcome: 'ok' };
  if (op.outcome === 'fail' && op.absent && op.op !== 'increment')
    return { ...op, absent: undefined, outcome: 'ok' };
  if (op.outcome === 'ok' && op.absent === undefined && op.op !== 'read' && random.chance(0.4))
    return { ...op, outcome: 'fail', value: op.op === 'increment' ? undefined : op.value };
  return { ...op, end: op.start };
}
