import type { OpenSession } from '../family.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { TtlPolicy } from '../../model/ttl-policy.ts';

interface DecidedFamily {
  decision: Decision;
  /** Those of its sessions that may be what no order explains. */
  unexplained: ReadonlySet<OpenSession>;
}

const NONE: ReadonlySet<OpenSession> = new Set();

/** Decides sessions that belong together; where no order explains them, which of them no order explains by itself. */
export function decideFamily(sessions: readonly OpenSession[], policy: TtlPolicy): DecidedFamily {
  const decision = decide(
    sessions.map(({ name, ops, makers }) => ({
      name,
      // What made it stands with the session that it was made out of.
      ops: makers.length === 0 ? ops : ops.filter((op) => op.session !== name || !isMadeBy(op, makers)),
    })),
    policy,
  );
  if (decision.kind !== 'unexplained') return { decision, unexplained: NONE };
  if (sessions.length === 1) return { decision, unexplained: new Set(sessions) };
  const alone = sessions.filter(
    ({ name, ops, makers }) =>
      makers.some(({ carries }) => carries !== undefined) ||
      decide([{ name, ops }], policy).kind !== 'explained',
  );
  return { decision, unexplained: new Set(alone) };
}

const isMadeBy = (op: OpenSession['ops'][number], makers: OpenSession['makers']) =>
  op.op === 'create' &&
  makers.some(({ start, end, client }) => op.start === start && op.end === end && op.client === client);
