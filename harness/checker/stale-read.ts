import { count } from './count.ts';
import { inOrder, shown, step, type Checker } from './finding.ts';
import { undoneBy } from './facts/overlap.ts';
import type { RegisterFacts } from './facts/register.ts';

/** A read of a value that had certainly been replaced before the read began, by one that is not lost. */
export const staleRead: Checker = {
  kind: 'stale-read',
  untested: 'no key was read after an acknowledged write to it',
  check(session, report) {
    let tested = 0;
    for (const register of session.registers) {
      tested += readsAfterAnUpdate(register);
      const { key, replaced, conflict } = register;
      for (const each of replaced) {
        const { read, shown: older, how, update, seen, again } = each;
        if ((how !== 'stale' && how !== 'behind') || undoneBy(session, key, each) !== undefined) continue;
        const newer = update ?? seen;
        report({
          session: session.name,
          key,
          seen: read,
          from: newer.start,
          to: read.end,
          describe: () => ({
            summary: `${key} showed ${shown(read.value)}, which ${shown(newer.value)} had replaced before the read began`,
            steps: inOrder(
              step(older),
              step(update),
              update === undefined && step(seen, 'the newer value is seen'),
              step(read, `expected ${shown(newer.value)} or later`),
              again !== read && step(again, 'the newer value was not lost'),
            ),
          }),
        });
      }
      if (conflict !== undefined) {
        const { read, other, writes } = conflict;
        report({
          session: session.name,
          key,
          seen: read,
          from: Math.min(other.start, read.start),
          to: read.end,
          describe: () => ({
            summary: `${key} showed ${shown(read.value)} and ${shown(other.value)}, each after the other had replaced it`,
            steps: inOrder(
              ...writes.map((write) => step(write)),
              step(other),
              step(read, 'no order of the writes gives both reads'),
            ),
          }),
        });
      }
    }
    for (const { key, shortfalls, backwards, observations } of session.counters) {
      tested += observations.length;
      for (const { op, shown, expected, lost, again } of shortfalls)
        if (lost === 0)
          report({
            session: session.name,
            key,
            seen: op,
            from: session.born?.start ?? op.start,
            to: op.end,
            describe: () => ({
              summary: `${key} showed ${shown}, and ${expected} increments had been acknowledged before`,
              steps: inOrder(step(op, `expected ${expected} or more`), step(again, 'they were not lost')),
            }),
          });
      for (const { op, earlier } of backwards)
        if (op.client !== earlier.client || op.op !== 'read')
          report({
            session: session.name,
            key,
            seen: op,
            from: earlier.start,
            to: op.end,
            describe: () => ({
              summary: `${key} showed ${shown(op.value)} after ${shown(earlier.value)} had been seen`,
              steps: inOrder(step(earlier), step(op, `expected ${shown(earlier.value)} or more`)),
            }),
          });
    }
    return tested;
  },
};

function readsAfterAnUpdate({ reads, updates, twice }: RegisterFacts): number {
  const first = updates.find(({ op }) => op !== 'create');
  if (first === undefined || twice.length > 0) return 0;
  return count(reads, (read) => read.start > first.end);
}
