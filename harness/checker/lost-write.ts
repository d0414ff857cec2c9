import type { OperationLine } from '../../protocol/history.ts';
import { count } from './count.ts';
import { inOrder, several, shown, step, type Checker, type Finding } from './finding.ts';
import { overlappingUpdate } from './facts/overlap.ts';
import type { RegisterFacts } from './facts/register.ts';
import type { Replaced } from './facts/replaced.ts';
import type { SessionFacts } from './facts/session.ts';

/** An acknowledged update that a later read should have shown, or something newer, and that no later read shows. */
export const lostWrite: Checker<'lost-write'> = {
  kind: 'lost-write',
  shownBy: 'value',
  meaning: 'A write was acknowledged, and no later read shows it.',
  under: 'Values',
  definition: [
    `
      An acknowledged update that a later read should have shown, or something newer, and that no read from
      then on shows. No acknowledged update of another key of the session overlapped it.
    `,
    {
      comesTo: 'lost-write',
      history: `
        0-1    c7  create
        2-3    c7  write a=40
        4-5    c7  write a=41
        6-7    c7  read a -> 40
        8-9    c7  read a -> 40
      `,
    },
    `
      The value may have been seen before it was lost; what counts is that it does not come back. Only
      current values can be lost: what had been overwritten has done its service. Of several overlapping
      updates of one key, none of which stays, one is reported: the others may have been overwritten by it.
    `,
    {
      comesTo: 'none',
      history: `
        0-1    c7  create
        2-3    c7  write a=40
        4-5    c7  write a=41 info
        6-7    c7  read a -> 40
        30-31  c7  read a -> 41
      `,
    },
    `
      A value that a login carried over, and that is not there afterwards, is lost too:
    `,
    {
      comesTo: 'lost-write',
      history: `
        0-1    c1    create cart=1
        2-3    c1    regenerate next=u carrying
        4-5    c1@u  read cart -> null
        6-7    c1@u  read cart -> null
      `,
    },
    `
      A removal is an update too. For a counter, an increment is lost if the count stays lower than the
      acknowledged increments before it must give; increments without an answer may count or not, and hide a
      loss rather than show one. Where several are missing at once they are one anomaly that says how many.

      The layer that lost it is named only where the app itself counted, for that instance and at that time,
      that a save had failed; and for no more losses than it counted. What is left stands against the store.
      Of a counter it is not known which increments are gone: any acknowledged one may be that nothing shows
      to have been saved. Where several are missing at once, each takes a count of its own, or none of them
      is excused.
    `,
  ],
  inPractice: `
    A save that fails after the answer has gone out (express-session answers 200 when an implicit save
    fails); a server that acknowledges before it has written, and crashes; a failover to a replica that lags
    behind.
  `,
  neighbours: `
    If the session is gone, it is a lost-session, and its values are counted with it. If the value is seen
    again, the read was stale. If another key was being saved at the same time, it is a lost-update.
  `,
  whatToDo: `
    Have the app wait for \`save\` before it answers; \`--save-mode awaited\` shows whether that is all.
    Where the server lost what it had acknowledged, have it write to disk, or to a replica, before it
    answers, or accept that a crash costs this much.
  `,
  terms: `
    In Jepsen's words a lost write; here every acknowledged write is asked after, not only those of a set.
  `,
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
