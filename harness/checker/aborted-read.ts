import { inOrder, shown, step, type Checker } from './finding.ts';

/** A read shows a value whose write certainly failed. */
export const abortedRead: Checker = {
  kind: 'aborted-read',
  untested: 'no key was read after a write to it had failed',
  check(session, report) {
    let tested = 0;
    for (const { key, aborted, failed, reads, twice } of session.registers) {
      const firstEnd = failed.reduce((least, { end }) => Math.min(least, end), Infinity);
      if (twice.length === 0) tested += reads.filter(({ start }) => start > firstEnd).length;
      for (const { read, write } of aborted)
        report({
          session: session.name,
          key,
          seen: read,
          from: write.start,
          to: read.end,
          tell: () => ({
            summary: `${key} showed ${shown(read.value)}, whose write had failed and was told to have no effect`,
            steps: inOrder(step(write, 'failed'), step(read, `expected any other value`)),
          }),
        });
    }
    return tested;
  },
};
