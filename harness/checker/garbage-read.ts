import { count } from './count.ts';
import { inOrder, isAnothers, shown, step, type Checker } from './finding.ts';

/** A read shows a value that nobody wrote: not to this key of this session, and not to any one other session. */
export const garbageRead: Checker<'garbage-read'> = {
  kind: 'garbage-read',
  shownBy: 'value',
  meaning: 'A read shows a value that nobody wrote.',
  under: 'Values',
  definition: [
    `
      A read shows a value that this session never wrote to this key, or only wrote after the read had
      ended; or a counter shows more than all increments that had begun.
    `,
    {
      comesTo: 'garbage-read',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-5    c1  read a -> 9
      `,
    },
  ],
  inPractice: `
    A value that does not survive serialization; a document merged wrongly; an array that comes back as an
    object, or longer than it was. Of a value that JSON has no word for, a Date or a Map, the \`cart\`
    workload records what JSON makes of it as what was written: a store that gives back just that has kept
    it.
  `,
  neighbours: `
    If exactly one other session wrote the value, it is a cross-session-read. That is looked for among the
    sessions judged from then on, and, where the history can be read a second time, in all of it; values in
    Holdfast's own recordings are unique over all sessions.
  `,
  whatToDo: `
    Put into sessions only what JSON can carry; \`--workload kinds\` shows what a store makes of the rest.
    If the value is another one altogether, look for whatever merges or rewrites documents between the app
    and its store.
  `,
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
