import type { OperationLine } from '../../protocol/history.ts';
import { inOrder, shown, step, type Checker } from './finding.ts';
import { undoneBy } from './facts/overlap.ts';

/** One client's later read shows an older value than its earlier read, where no acknowledged write alone shows it. */
export const nonMonotonicRead: Checker<'non-monotonic-read'> = {
  kind: 'non-monotonic-read',
  shownBy: 'value',
  meaning: 'A client sees a value, and later an older one.',
  under: 'Values',
  definition: [
    `
      A client's read shows an older value than an earlier read of the same client, and no acknowledged
      update alone shows that it is older.
    `,
    {
      comesTo: 'non-monotonic-read',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-5    c1  write a=2 info
        6-7    c2  read a -> 2
        8-9    c2  read a -> 1
      `,
    },
  ],
  inPractice: `
    Two replicas, of which the second one asked is behind.
  `,
  neighbours: `
    If the newer value had been acknowledged before the read began, the read is stale, or the value lost.
  `,
  whatToDo: `
    The same as for a stale-read: read from one place, the primary; or keep each visitor on one replica.
  `,
  terms: `
    Terry's monotonic reads.
  `,
  untested: 'no client read a key twice',
  check(session, report) {
    let tested = 0;
    for (const { key, replaced, reads, twice } of session.registers) {
      if (twice.length === 0) tested += readsAgain(reads);
      for (const each of replaced) {
        const { read, shown: older, how, seen } = each;
        if (how !== 'backwards' || undoneBy(session, key, each) !== undefined) continue;
        report({
          session: session.name,
          key,
          seen: read,
          from: seen.start,
          to: read.end,
          describe: () => ({
            summary: `${key} went back from ${shown(seen.value)} to ${shown(read.value)} for one client`,
            steps: inOrder(
              step(older),
              step(seen, 'the newer value'),
              step(read, `expected ${shown(seen.value)} or later`),
            ),
          }),
        });
      }
    }
    for (const { key, backwards, observations } of session.counters) {
      tested += readsAgain(observations);
      for (const { op, earlier } of backwards)
        if (op.client === earlier.client && op.op === 'read')
          report({
            session: session.name,
            key,
            seen: op,
            from: earlier.start,
            to: op.end,
            describe: () => ({
              summary: `${key} went back from ${shown(earlier.value)} to ${shown(op.value)} for one client`,
              steps: inOrder(step(earlier), step(op, `expected ${shown(earlier.value)} or more`)),
            }),
          });
    }
    return tested;
  },
};

function readsAgain(reads: readonly OperationLine[]): number {
  const [one] = reads;
  if (one === undefined || reads.every(({ client }) => client === one.client)) return readsAfter(reads);
  const first = new Map<string, number>();
  let again = 0;
  for (const { client, start, end } of reads) {
    const firstEnd = first.get(client);
    if (firstEnd === undefined || end < firstEnd) first.set(client, end);
    if (firstEnd !== undefined && firstEnd < start) again++;
  }
  return again;
}

/** The same for the reads of one client. */
function readsAfter(reads: readonly OperationLine[]): number {
  let firstEnd = Infinity;
  let again = 0;
  for (const { start, end } of reads) {
    if (start > firstEnd) again++;
    firstEnd = Math.min(firstEnd, end);
  }
  return again;
}
