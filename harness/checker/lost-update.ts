import type { OperationLine } from '../../protocol/history.ts';
import { inOrder, several, shown, step, type Checker, type Finding } from './finding.ts';
import { lostIn } from './lost-write.ts';
import { overlappingUpdate, undoneBy } from './facts/overlap.ts';
import type { Replaced } from './facts/replaced.ts';
import type { SessionFacts } from './facts/session.ts';

/** Of two acknowledged updates of one session that overlapped, one is missing. */
export const lostUpdate: Checker<'lost-update'> = {
  kind: 'lost-update',
  shownBy: 'value',
  meaning: 'Two overlapping updates were acknowledged, and one of them is missing.',
  under: 'Values',
  definition: [
    `
      An update is lost as in a lost-write, but an acknowledged update of another key of the session
      overlapped it; or, for a counter, any acknowledged update of the session overlapped one of its
      increments by then.
    `,
    {
      comesTo: 'lost-update',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-8    c1  write a=2
        5-9    c2  write b=3
        10-11  c1  read a -> 1
        12-13  c2  read b -> 3
      `,
    },
    `
      Also a newer value that is gone for a while: a read of a replaced value (that would be a stale-read or
      a non-monotonic-read), where an update of another key, acknowledged or without an answer, may have
      overlapped the one that wrote the newer value, and, if that is seen again, a second one may have
      overlapped the first. Whole documents raced: the first put back what it had loaded before the newer
      value was saved, the second what it had loaded after.
    `,
    {
      comesTo: 'lost-update',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-6    c1  write a=2
        5-9    c2  write b=3
        8-13   c3  write c=4
        10-11  c1  read a -> 1
        14-15  c1  read a -> 2
      `,
    },
    `
      Two overlapping increments that were told the same number have lost one of the two, even if nobody
      reads it, and whatever ends the session later; not if it may have been made anew in between. Without
      the overlap it is a lost-write.
    `,
    {
      comesTo: 'lost-update',
      history: `
        0-1    c1  create
        2-5    c1  increment n=1
        3-6    c2  increment n=1
        7-8    c1  read n -> 1
      `,
    },
  ],
  inPractice: `
    Stores save whole documents. Both requests load the session, each changes its own key, and the one that
    saves last puts back what the other had changed. No store's contract has a compare-and-set, so none
    prevents it; only the application can.
  `,
  neighbours: `
    Without the overlap it is a lost-write. Overlapping updates of one and the same key are no ground for
    it: either may stay.
  `,
  whatToDo: `
    Keep out of sessions what two requests may change at once: have the database change it, by one operation
    of its own.
  `,
  terms: `
    Berenson et al.'s P4, Adya's G-single on one item; Elle calls it lost update.
  `,
  untested: 'no two acknowledged updates of a session overlapped and were read back',
  check(session, report) {
    for (const register of session.registers)
      for (const replaced of register.replaced) {
        const undoing =
          replaced.how === 'lost' || replaced.how === 'same'
            ? undefined
            : undoneBy(session, register.key, replaced);
        if (undoing !== undefined) report(undoneIn(session, register.key, replaced, undoing));
        if (replaced.how !== 'lost') continue;
        const overlap = overlappingUpdate(session, replaced.update);
        if (overlap !== undefined) report(lostIn(session, register, replaced, overlap));
      }
    for (const { key, shortfalls } of session.counters)
      for (const { op, shown, expected, lost, among, overlap } of shortfalls) {
        if (lost === 0 || overlap === undefined) continue;
        const [one, other] = overlap;
        report({
          session: session.name,
          key,
          seen: op,
          from: one.start,
          to: op.end,
          writesLost: lost,
          lost: { among, count: lost },
          describe: () => ({
            summary: `${several(lost, 'acknowledged increment')} of ${key} is gone: ${shown} came, ${expected} or more was due, after updates that overlapped`,
            steps: inOrder(
              step(one, 'acknowledged'),
              step(other, 'acknowledged; it overlapped the other'),
              step(op, `expected ${expected} or more`),
            ),
          }),
        });
      }
    return overlapsReadBack(session);
  },
};

/** A value that one save of the whole document undid, and, where it is seen again, another put back. */
function undoneIn(
  { name }: SessionFacts,
  key: string,
  { read, shown: older, update, seen, again }: Replaced,
  [undoing, restoring]: readonly OperationLine[],
): Finding {
  const newer = update ?? seen;
  return {
    session: name,
    key,
    seen: read,
    from: newer.start,
    to: read.end,
    describe: () => ({
      summary: `${key}=${shown(newer.value)} was undone by an update that overlapped it${restoring === undefined ? '' : ', and put back by another'}: ${shown(read.value)} came meanwhile`,
      steps: inOrder(
        step(older),
        step(newer, update ? 'acknowledged' : 'the newer value is seen'),
        step(undoing, 'it overlapped the other, and may have saved what it had loaded before'),
        step(read, `expected ${shown(newer.value)} or later`),
        step(restoring, 'it may have saved the newer value again'),
        again !== read && step(again, 'the newer value is back'),
      ),
    }),
  };
}

/** Acknowledged updates that overlapped another of the session, another key or a counter, and were read back. */
function overlapsReadBack({ updates, registers, counters }: SessionFacts): number {
  let tested = 0;
  let reaching: OperationLine | undefined;
  let lastRead: Map<string, number> | undefined;
  for (const op of updates) {
    if (reaching !== undefined && op.start <= reaching.end && op.key !== reaching.key) {
      lastRead ??= new Map(registers.map(({ key, reads }) => [key, reads.at(-1)?.start ?? -Infinity]));
      for (const { key, end } of [op, reaching]) if (end < (lastRead.get(key ?? '') ?? -Infinity)) tested++;
    }
    if (reaching === undefined || op.end > reaching.end) reaching = op;
  }
  for (const { testedOverlaps } of counters) tested += testedOverlaps;
  return tested;
}
