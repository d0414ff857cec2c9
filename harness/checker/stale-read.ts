import { count } from './count.ts';
import { inOrder, shown, step, type Checker } from './finding.ts';
import { undoneBy } from './facts/overlap.ts';
import type { RegisterFacts } from './facts/register.ts';

/** A read of a value that had certainly been replaced before the read began, by one that is not lost. */
export const staleRead: Checker<'stale-read'> = {
  kind: 'stale-read',
  shownBy: 'value',
  meaning: 'A read shows a value older than one that was acknowledged before the read began.',
  under: 'Values',
  definition: [
    `
      A read of a replaced value, where the newer one is not lost: it is seen by a read that ends after this
      one begins.
    `,
    {
      comesTo: 'stale-read',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-5    c1  write a=2
        6-7    c1  read a -> 1
        8-9    c1  read a -> 2
      `,
    },
    `
      Also where no update was acknowledged but another client had already seen the newer value; and where
      reads disagree about which of two overlapping writes came last, though no read by itself is wrong:
    `,
    {
      comesTo: 'stale-read',
      history: `
        0-1    c1  create
        2-5    c1  write a=1
        3-6    c2  write a=2
        7-9    c1  read a -> 1
        8-10   c2  read a -> 2
      `,
    },
  ],
  inPractice: `
    A read from a replica; a cache in front of the store that one instance does not invalidate for another;
    a redirect that is followed before the session is saved, as express-session lets it be where the app
    does not wait for \`save\`.
  `,
  neighbours: `
    A newer value that is never seen again was lost.
  `,
  whatToDo: `
    Read sessions from the primary, and keep no copies of them in an instance. Where a redirect follows a
    change, wait for \`save\` before it is sent.
  `,
  terms: `
    A violation of what Herlihy and Wing require of a register; of Terry's session guarantees (1994), read
    your writes.
  `,
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
