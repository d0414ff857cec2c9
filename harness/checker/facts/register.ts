import type { OperationLine, Value } from '../../../protocol/history.ts';
import type { Emptying, RegisterUse } from './register-use.ts';
import { misreads, type MisreadContext, type Misreads } from './misread.ts';
import { mayTakeEffect, sawPresence, tookEffect } from './effects.ts';

export interface RegisterFacts extends RegisterUse, Misreads {}

export interface RegisterContext extends MisreadContext {
  /** Then no read is wrong, and none is looked for. */
  isExplained: boolean;
}

const NONE: never[] = [];
export const NOTHING_WRONG: Misreads = {
  aborted: NONE,
  early: NONE,
  unknown: NONE,
  revived: NONE,
  replaced: NONE,
  conflict: undefined,
};

/** Every operation of `ops` is of this key, in order of start. */
export function registerFacts(
  key: string,
  ops: readonly OperationLine[],
  context: RegisterContext,
): RegisterFacts {
  const use = useOf(key, ops, context.emptyings);
  const { aborted, early, unknown, revived, replaced, conflict } = context.isExplained
    ? NOTHING_WRONG
    : misreads(use, ops, context);
  const { reads, updates, failed, twice } = use;
  return { key, reads, updates, failed, twice, aborted, early, unknown, revived, replaced, conflict };
}

function useOf(key: string, ops: readonly OperationLine[], emptyings: readonly Emptying[]): RegisterUse {
  const use: RegisterUse = { key, reads: [], updates: [], failed: NONE, twice: NONE };
  for (const { op } of emptyings)
    if (op?.op === 'create' && tookEffect(op) && !(op.key === key && op.value !== undefined))
      use.updates.push(op);
  const written = new Set<Value>();
  for (const op of ops) {
    if (op.op === 'read') {
      if (op.value !== undefined && sawPresence(op)) use.reads.push(op);
      continue;
    }
    if (!mayTakeEffect(op)) {
      if (setsValue(op)) use.failed = including(use.failed, op);
      continue;
    }
    if (setsValue(op)) {
      if (written.has(op.value as Value)) {
        use.twice = including(use.twice, op);
        continue;
      }
      written.add(op.value as Value);
    } else if (!unsets(op)) continue;
    if (tookEffect(op)) use.updates.push(op);
  }
  inOrderOfEnd(use.updates);
  return use;
}

/** For most registers there is nothing to include: they share the empty list. */
function including(ops: OperationLine[], op: OperationLine): OperationLine[] {
  if (ops.length === 0) return [op];
  ops.push(op);
  return ops;
}

/** To something that is not null. */
const setsValue = ({ op, value }: OperationLine) =>
  (op === 'write' || op === 'create') && value !== undefined && value !== null;

const unsets = ({ op, value }: OperationLine) => op === 'remove' || (op !== 'regenerate' && value === null);

/** Most are. */
function inOrderOfEnd(ops: OperationLine[]): void {
  for (let i = 1; i < ops.length; i++)
    if ((ops[i - 1] as OperationLine).end > (ops[i] as OperationLine).end) {
      ops.sort((a, b) => a.end - b.end);
      return;
    }
}
