import type { OperationLine } from '../../protocol/history.ts';
import { count } from './count.ts';
import { inOrder, several, shown, step, type Checker, type Finding } from './finding.ts';
import { overlappingUpdate } from './facts/overlap.ts';
import type { RegisterFacts } from './facts/register.ts';
import type { Replaced } from './facts/replaced.ts';
import type { SessionFacts } from './facts/session.ts';

/** An acknowledged update that a later read should have shown, or something newer, and that no later read shows. */
export const lostWrite: Checker = {
  kind: 'lost-write',
  untested: 'no acknowledged write was read back',
  check(session, report) {
    let tested = 0;
    for (const register of session.registers) {
      tested += updatesReadBack(register);
      for (const replaced of register.replaced)
        if (replaced.how === 'lost' && overlappingUpdate(session, replaced.update) === undefined)
          report(lostIn(session, register, replaced));
    }
    for (const { key, shortfalls, tested: readBack } of session.counters) {
      tested += readBack;
      for (const { op, shown, expected, lost, among, overlap } of shortfalls) {
        if (lost === 0 || overlap !== undefined) continue;
        report({
          session: session.name,
          key,
          seen: op,
          from: session.born?.start ?? op.start,
          to: op.end,
          writesLost: lost,
          lost: { among, count: lost },
          describe: () => ({
            summary: `${several(lost, 'acknowledged increment')} of ${key} is gone: ${shown} came, ${expected} or more was due`,
            steps: inOrder(
              step(session.updates.findLast((update) => update.key === key && update.end < op.start)),
              step(op, `expected ${expected} or more`),
            ),
          }),
        });
      }
    }
    return tested;
  },
};

/** Acknowledged updates after which the key was read. */
export function updatesReadBack({ updates, reads, twice }: RegisterFacts): number {
  const last = reads.at(-1);
  if (last === undefined || twice.length > 0) return 0;
  return count(updates, (op) => op.op !== 'create' && op.end < last.start);
}

export function lostIn(
  session: SessionFacts,
  { key, reads }: RegisterFacts,
  { read, shown: older, update }: Replaced,
  overlap?: OperationLine,
): Finding {
  const lost = update as OperationLine;
  return {
    session: session.name,
    key,
    seen: read,
    from: lost.start,
    to: read.end,
    writesLost: 1,
    lost: { among: [lost], count: 1 },
    describe: () => {
      const later = reads.filter((other) => other.start >= read.start);
      const what = lost.op === 'remove' ? `the removal of ${key}` : `${key}=${shown(lost.value)}`;
      return {
        summary: `${what} was acknowledged and is gone: ${shown(read.value)} came instead${overlap ? ', after an update that overlapped it' : ''}`,
        steps: inOrder(
          step(older),
          step(lost, overlap && 'acknowledged'),
          step(overlap, 'acknowledged; it overlapped the other'),
          step(read, `expected ${shown(lost.op === 'remove' ? null : lost.value)} or later`),
          later.length > 1 && step(later.at(-1), `never seen again in ${several(later.length, 'read')}`),
        ),
      };
    },
  };
}
