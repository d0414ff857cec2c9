import { mayTakeEffect, sawPresence } from './facts/effects.ts';
import { count } from './count.ts';
import { inOrder, shown, step, type Checker } from './finding.ts';

/** A read shows a value whose write certainly failed. */
export const abortedRead: Checker<'aborted-read'> = {
  kind: 'aborted-read',
  shownBy: 'value',
  meaning: 'A read shows a write that certainly failed.',
  under: 'Values',
  definition: [
    `
      A read shows a value whose write failed, and so certainly had no effect.
    `,
    {
      comesTo: 'aborted-read',
      history: `
        0-1    c1  create
        2-3    c1  write a=1 fail
        4-5    c1  read a -> 1
      `,
    },
    `
      Also a session that is seen there although its creation, the first thing to begin on it, failed, and
      nothing else made it. A value that failed first and was written again with success may be seen.
    `,
  ],
  inPractice: `
    An error answered although the save went through; a connection refused at one instance, and a retry that
    the client never hears of.
  `,
  neighbours: `
    A write without an answer is \`info\`, and may be seen.
  `,
  whatToDo: `
    Find out what the app answers where it cannot know how a save ended, and let it not call that a failure.
    A recorder of your own should write \`info\` for a write of which nobody knows whether it happened.
  `,
  terms: `
    Adya's G1a.
  `,
  untested: 'no key was read after a write to it had failed',
  check(session, report) {
    let tested = 0;
    for (const { key, aborted, failed, reads, twice } of session.registers) {
      if (failed.length > 0 && twice.length === 0) {
        const firstEnd = failed.reduce((least, { end }) => Math.min(least, end), Infinity);
        tested += count(reads, ({ start }) => start > firstEnd);
      }
      for (const { read, write } of aborted)
        report({
          session: session.name,
          key,
          seen: read,
          from: write.start,
          to: read.end,
          describe: () => ({
            summary: `${key} showed ${shown(read.value)}, whose write had failed and was told to have no effect`,
            steps: inOrder(step(write, 'failed'), step(read, `expected any other value`)),
          }),
        });
    }
    const [first] = session.ops;
    const failed = first?.op === 'create' && first.outcome === 'fail' ? first : undefined;
    const isMade = session.ops.some((op) => op.op === 'create' && mayTakeEffect(op));
    const seen =
      failed && !isMade ? session.ops.find((op) => sawPresence(op) && op.start > failed.end) : undefined;
    if (failed !== undefined && seen !== undefined) {
      tested++;
      report({
        session: session.name,
        key: seen.key,
        seen,
        from: failed.start,
        to: seen.end,
        describe: () => ({
          summary: `session ${session.name} is there, whose creation had failed and was told to have no effect`,
          steps: inOrder(step(failed, 'failed'), step(seen, 'expected no session')),
        }),
      });
    }
    return tested;
  },
};
