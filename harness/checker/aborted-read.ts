import { mayTakeEffect, sawPresence } from './facts/effects.ts';
import { count } from './count.ts';
import { inOrder, shown, step, type Checker } from './finding.ts';

/** A read shows a value whose write certainly failed. */
export const abortedRead: Checker = {
  kind: 'aborted-read',
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
