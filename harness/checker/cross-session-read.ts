import { count } from './count.ts';
import { inOrder, isAnothers, shown, step, type Checker } from './finding.ts';

/** A session shows what is another's: its owner's tag, or a value that only one other session wrote. */
export const crossSessionRead: Checker<'cross-session-read'> = {
  kind: 'cross-session-read',
  shownBy: 'value',
  meaning: "A read shows somebody else's data.",
  under: 'Values',
  definition: [
    `
      An answer carries the tag of another owner, or a value that exactly one other session wrote, and this
      one did not.
    `,
    {
      comesTo: 'cross-session-read',
      history: `
        0-1    c1    create
        0-1    c2@t  create
        2-3    c2@t  write a=7
        4-5    c1    read a -> 7
      `,
    },
    `
      What came with another's tag is not judged as this session's: it shows neither its values nor that it
      is there.
    `,
  ],
  inPractice: `
    Responses cached between the app and its clients; two apps with one prefix on one server; ids that
    repeat; a cookie that was made up of somebody else's, and taken. A cookie that was stolen as it is shows
    the very session that it names: it is recorded as a read of that session by another client, and is no
    anomaly until a login or a logout has ended it (then, a resurrection).
  `,
  neighbours: `
    A value that nobody, or more than one other session, wrote is garbage.
  `,
  whatToDo: `
    Do not release. Forbid caches to keep what belongs to a session (\`Cache-Control: private, no-store\`),
    give each app on a server a prefix and a secret of its own, and have ids drawn at random.
  `,
  terms: `
    What OWASP calls broken access control, seen from the store's side.
  `,
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
