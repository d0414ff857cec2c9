import type { OperationLine } from '../../protocol/history.ts';
import { inOrder, several, shown, step, type Checker } from './finding.ts';

/** A session seen by what began after an acknowledged destroy, or regenerate, of it had ended. */
export const resurrection: Checker = {
  kind: 'resurrection',
  untested: 'no session was asked for after an acknowledged destroy or regenerate of it',
  check(session, report) {
    for (const [ended, sights] of session.life.resurrected) {
      const first = sights[0] as OperationLine;
      report({
        session: session.name,
        key: first.key,
        seen: first,
        from: ended.start,
        to: first.end,
        describe: () => ({
          summary: `session ${session.name} was seen by ${several(sights.length, 'operation')} after its acknowledged ${ended.op}`,
          steps: inOrder(
            step(
              session.ops.findLast(
                (op) => op.op === 'write' && op.outcome !== 'fail' && op.start <= ended.end,
              ),
            ),
            step(ended, 'acknowledged'),
            step(first, 'expected no session'),
            sights.length > 1 && step(sights.at(-1), `still there in ${several(sights.length, 'operation')}`),
          ),
        }),
      });
    }
    for (const { key, revived } of session.registers)
      for (const { read, write, end } of revived) {
        if (session.life.resurrected.get(end)?.includes(read) === true) continue;
        report({
          session: session.name,
          key,
          seen: read,
          from: end.start,
          to: read.end,
          describe: () => ({
            summary: `${key} showed ${shown(read.value)}, from before the session's acknowledged ${end.op}`,
            steps: inOrder(
              step(write),
              step(end, 'acknowledged'),
              step(read, 'expected nothing from before it'),
            ),
          }),
        });
      }
    for (const { key, revived } of session.counters) {
      const [first] = revived;
      if (first === undefined) continue;
      const { op, shown: value, end, most } = first;
      report({
        session: session.name,
        key,
        seen: op,
        from: end.start,
        to: op.end,
        describe: () => ({
          summary: `${key} showed ${shown(value)}, but only ${several(most, 'increment')} can have come after the session's acknowledged ${end.op}`,
          steps: inOrder(
            step(session.updates.findLast((update) => update.key === key && update.end < end.start)),
            step(end, 'acknowledged'),
            step(op, `expected ${most} or less`),
          ),
        }),
      });
    }
    return session.life.askedAfterEnd;
  },
};
