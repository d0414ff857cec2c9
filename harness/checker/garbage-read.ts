import { count } from './count.ts';
import { inOrder, isAnothers, shown, step, type Checker } from './finding.ts';

/** A read shows a value that nobody wrote: not to this key of this session, and not to any one other session. */
export const garbageRead: Checker = {
  kind: 'garbage-read',
  untested: 'no read showed a value',
  check({ name, registers, counters }, report) {
    let tested = 0;
    for (const { key, reads, unknown, early } of registers) {
      tested += count(reads, ({ value }) => value !== null);
      for (const read of unknown) {
        const value = read.value ?? null;
        report({
          session: name,
          key,
          seen: read,
          from: read.start,
          to: read.end,
          decide: ({ writersOf }) => !isAnothers(writersOf(value), name),
          describe: () => ({
            summary: `${key} showed ${shown(value)}, which nobody wrote`,
            steps: inOrder(step(read, 'expected a value that was written')),
          }),
        });
      }
      for (const { read, write } of early)
        report({
          session: name,
          key,
          seen: read,
          from: read.start,
          to: read.end,
          describe: () => ({
            summary: `${key} showed ${shown(read.value)} before anybody wrote it`,
            steps: inOrder(step(read, 'expected a value that was written'), step(write, 'written only now')),
          }),
        });
    }
    for (const { key, excess, observations } of counters) {
      tested += observations.length;
      for (const { op, shown: value, most } of excess)
        report({
          session: name,
          key,
          seen: op,
          from: op.start,
          to: op.end,
          describe: () => ({
            summary: `${key} showed ${shown(value)}, but only ${most} increments had begun`,
            steps: inOrder(step(op, `expected ${most} or less`)),
          }),
        });
    }
    return tested;
  },
};
