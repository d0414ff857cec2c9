import type { OperationLine } from '../../../protocol/history.ts';
import { happens, Session, take, type Event, type World } from '../../model/session.ts';
import type { Decision } from './decision.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

/**
 * By far the most sessions are those of one client alone, which were created first: one operation after the other, all
 * answered. There is one order to try, and nothing to prepare for it. Undefined: it is not one of these.
 */
export function alone(ops: readonly OperationLine[], policy: TtlPolicy): Decision | undefined {
  if (ops[0]?.op !== 'create') return undefined;
  let end = -Infinity;
  for (const op of ops) {
    if (op.start <= end || op.op === 'regenerate' || op.preexisting === true || happens(op) === 'may')
      return undefined;
    end = op.end;
  }
  const keys: string[] = [];
  const session = new Session([]);
  const world: World = { sessions: [session], now: -Infinity };
  // One for all of them: most of the time would go into making more.
  const event: Event = {
    op: 'create',
    session: 0,
    key: -1,
    value: undefined,
    answered: true,
    absent: false,
    idKept: false,
    next: -1,
    carries: 'none',
    start: 0,
    end: 0,
  };
  for (const op of ops) {
    if (happens(op) === 'never') continue;
    event.op = op.op;
    event.key = op.key === undefined ? -1 : keys.indexOf(op.key);
    if (op.key !== undefined && event.key === -1) {
      event.key = keys.push(op.key) - 1;
      session.held.push(null);
    }
    event.value = op.value;
    event.absent = op.absent === true;
    event.start = op.start;
    event.end = op.end;
    if (!take(world, event, policy)) return { kind: 'unexplained', at: op };
  }
  return { kind: 'explained' };
}
