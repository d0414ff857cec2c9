import { count } from './count.ts';
import { inOrder, isAnothers, shown, step, type Checker } from './finding.ts';

/** A session shows what is another's: its owner's tag, or a value that only one other session wrote. */
export const crossSessionRead: Checker = {
  kind: 'cross-session-read',
  untested: 'no read showed a value',
  check({ name, ops, registers }, report) {
    let tested = 0;
    for (const op of ops) {
      if (op.owner === undefined || op.outcome !== 'ok') continue;
      tested++;
      report({
        session: name,
        key: op.key,
        seen: op,
        from: op.start,
        to: op.end,
        describe: () => ({
          summary: `session ${name} carried the tag of another owner, ${shown(op.owner)}`,
          steps: inOrder(step(op, `expected its own tag, not ${shown(op.owner)}`)),
        }),
      });
    }
    for (const { key, reads, unknown } of registers) {
      tested += count(reads, ({ value }) => value !== null);
      for (const read of unknown) {
        const value = read.value ?? null;
        report({
          session: name,
          key,
          seen: read,
          from: read.start,
          to: read.end,
          decide: ({ writersOf }) => isAnothers(writersOf(value), name),
          describe: () => ({
            summary: `${key} showed ${shown(value)}, which only another session wrote`,
            steps: inOrder(step(read, 'expected a value of its own session')),
          }),
        });
      }
    }
    return tested;
  },
};
