import type { OperationLine } from '../../../protocol/history.ts';
import { agesOf, type Ages } from './ages.ts';
import { counterFacts, type CounterFacts } from './counter.ts';
import { IntervalIndex } from './interval-index.ts';
import { PrefixMaximum } from './prefix-maximum.ts';
import { lifeOf, type Life } from './life.ts';
import { SavesBeside } from './saves-beside.ts';
import { registerFacts, type RegisterFacts } from './register.ts';
import type { Emptying } from './register-use.ts';
import { endsSession, isUpdate, mayTakeEffect, sawPresence, settledBy, tookEffect } from './effects.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/** Everything that the checkers want to know of one session, worked out once. */
export interface SessionFacts {
  name: string;
  /** In order of start. */
  ops: readonly OperationLine[];
  /** The operation that first shows, by its end, that the session is there. */
  born: OperationLine | undefined;
  /** Times that it was asked for after that and had to be there. */
  askedFor: number;
  ages: Ages;
  life: Life;
  registers: RegisterFacts[];
  counters: CounterFacts[];
  /** Acknowledged updates, in order of start. */
  updates: OperationLine[];
  updatesInTime: IntervalIndex;
  savesBeside: SavesBeside;
}

const NONE: ReadonlySet<OperationLine> = new Set();
const NO_SAVES = new SavesBeside([]);

/** `isExplained`: an order explains it; then nothing is wrong with it, and the facts say only what was put to the test. */
export function sessionFacts(
  name: string,
  inOrder: readonly OperationLine[],
  policy: TtlPolicy,
  { isExplained, life: given }: { isExplained: boolean; life?: Life },
): SessionFacts {
  const ops = inOrderOfStart(inOrder);
  const ages = agesOf(ops, policy);
  const life = given ?? lifeOf(ops, policy, { isExplained });
  const resurrected = life.resurrected.size === 0 ? NONE : new Set([...life.resurrected.values()].flat());
  const emptyings = [...emptyingsOf(ops), ...outlived(ages, policy)];
  const updates = ops.filter((op) => isUpdate(op) && tookEffect(op));
  const ends = ops.filter((op) => endsSession(op) && tookEffect(op));
  const lastEnd =
    ends.length === 0
      ? undefined
      : new PrefixMaximum(
          ends,
          (op) => op.end,
          (op) => op.start,
        );
  const isPreexisting = ops.some(({ preexisting }) => preexisting === true);
  const context = {
    emptyings,
    lastEnd,
    resurrected,
    isSequential: isSequential(ops),
    isPreexisting,
    isExplained,
  };
  const registers: RegisterFacts[] = [];
  const counters: CounterFacts[] = [];
  for (const [key, own] of byKey(ops)) {
    if (own.some((op) => op.op === 'increment'))
      counters.push(counterFacts(key, own, { emptyings, resurrected, updates, lastEnd, isPreexisting }));
    else registers.push(registerFacts(key, own, context));
  }
  const born = firstShown(ops);
  // An absence that an end or the TTL explains puts nothing to the test.
  const missed = life.outages.reduce((sum, { absences }) => sum + absences.length, 0);
  const askedFor =
    born === undefined ? 0 : missed + ops.filter((op) => op.start > born.end && sawPresence(op)).length;
  return {
    name,
    ops,
    born,
    askedFor,
    ages,
    life,
    registers,
    counters,
    updates,
    updatesInTime: new IntervalIndex(updates),
    savesBeside: isExplained ? NO_SAVES : new SavesBeside(ops),
  };
}

function inOrderOfStart(ops: readonly OperationLine[]): readonly OperationLine[] {
  for (let i = 1; i < ops.length; i++)
    if ((ops[i - 1] as OperationLine).start > (ops[i] as OperationLine).start)
      return ops.toSorted((a, b) => a.start - b.start);
  return ops;
}

/** No two operations overlap; `ops` in order of start. */
export function isSequential(ops: readonly OperationLine[]): boolean {
  for (let i = 1; i < ops.length; i++)
    if ((ops[i - 1] as OperationLine).end >= (ops[i] as OperationLine).start) return false;
  return true;
}

function byKey(ops: readonly OperationLine[]): Map<string, OperationLine[]> {
  const keys = new Map<string, OperationLine[]>();
  for (const op of ops) {
    if (op.key === undefined) continue;
    const own = keys.get(op.key);
    if (own === undefined) keys.set(op.key, [op]);
    else own.push(op);
  }
  return keys;
}

function emptyingsOf(ops: readonly OperationLine[]): Emptying[] {
  const emptyings: Emptying[] = [];
  for (const op of ops)
    if ((op.op === 'create' && mayTakeEffect(op)) || endsSession(op))
      emptyings.push({ start: op.start, end: settledBy(op), op });
  const [only] = emptyings;
  // Only a creation makes a session: whatever was seen or done there came after it, also where nobody answered it.
  if (only !== undefined && emptyings.length === 1 && only.op === ops[0] && only.op?.op === 'create')
    only.end = only.start;
  return emptyings;
}

/** A session that outlives its TTL need not hold what it held: that is no loss as well. */
const outlived = ({ late }: Ages, { ttlMs, graceMs }: TtlPolicy): Emptying[] =>
  late.map(({ sight, renewal }) => ({
    start: renewal.start + ttlMs - graceMs,
    end: sight.start,
    op: undefined,
  }));

function firstShown(ops: readonly OperationLine[]): OperationLine | undefined {
  let first: OperationLine | undefined;
  for (const op of ops) {
    if (!sawPresence(op) && !(op.op === 'create' && tookEffect(op))) continue;
    if (first === undefined || op.end < first.end) first = op;
  }
  return first;
}
