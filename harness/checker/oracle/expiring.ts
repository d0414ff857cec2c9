import type { ExperimentLine, OperationLine, Value } from '../../../protocol/history.ts';
import { sameShape } from '../../history/shape.ts';
import type { Random } from '../../model/random.ts';

export const EXPIRY_FLAWS = ['none', 'none', 'early', 'late'] as const;

interface Expiring {
  experiment: ExperimentLine;
  ops: OperationLine[];
  flaw: (typeof EXPIRY_FLAWS)[number];
}

const TTL_MS = 20;
const GRACE_MS = 2;

/** One session of a store with a TTL, that is on time by at most the grace, and what two clients see of it. */
export function expiring(random: Random): Expiring {
  const flaw = random.pick(EXPIRY_FLAWS);
  const renewedBy = random.pick(['save', 'any'] as const);
  // What an experiment does not promise may still be so: a touch by a read, say.
  const isTouchedByReads = renewedBy === 'any' || random.chance(0.5);
  const factor = flaw === 'early' ? 0.5 : flaw === 'late' ? 2.5 : 1;
  const offset = factor === 1 ? (random.next() * 2 - 1) * GRACE_MS : 0;
  const ops: OperationLine[] = [];
  const clock = [0, 0];
  let expiresAt = -Infinity;
  let held: Value = null;
  let next = 1;
  const moments = Array.from({ length: 3 + random.below(8) }, (_, i) => {
    const client = i === 0 ? 0 : random.below(2);
    const start: number = (clock[client] as number) + random.pick([0, 1, 3, 8, 17, 19, 24, 40]);
    const end = start + random.below(3);
    clock[client] = end + 1;
    if (i === 0) clock.fill(end + 1);
    const effect = start + random.next() * (end - start);
    const chosen = random.next();
    const kind = i === 0 ? 'create' : chosen < 0.6 ? 'read' : chosen < 0.93 ? 'write' : 'create';
    const outcome = i > 0 && random.chance(0.08) ? 'info' : 'ok';
    const at = outcome === 'info' ? start + random.next() * 30 : effect;
    return { client: `c${client}`, kind, start, end, at, outcome } as const;
  });
  for (const moment of moments.toSorted((a, b) => a.at - b.at)) {
    const { client, kind, start, end, at, outcome } = moment;
    const isThere = at < expiresAt;
    const value = kind === 'write' ? next++ : undefined;
    if (kind === 'create') held = null;
    if (isThere && value !== undefined) held = value;
    const isSave = kind === 'create' || (isThere && kind === 'write');
    if (isSave || (isThere && isTouchedByReads)) expiresAt = at + TTL_MS * factor + offset;
    const isAbsent = kind !== 'create' && !isThere && outcome === 'ok';
    ops.push(
      sameShape({
        op: kind,
        session: 's',
        client,
        key: kind === 'create' ? undefined : 'a',
        value: kind === 'read' ? (isAbsent || outcome === 'info' ? undefined : held) : value,
        absent: isAbsent ? true : undefined,
        outcome: isAbsent && kind === 'write' ? 'fail' : outcome,
        due: start,
        start,
        end,
      }),
    );
  }
  return {
    experiment: { experiment: 'e', epochMs: 0, ttlMs: TTL_MS, ttlGraceMs: GRACE_MS, renewedBy },
    ops: ops.toSorted((a, b) => a.end - b.end),
    flaw,
  };
}
