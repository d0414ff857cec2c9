import type { OperationLine } from '../../protocol/history.ts';
import { inOrder, several, shown, step, type Checker } from './finding.ts';

/** A session seen by what began after an acknowledged destroy, or regenerate, of it had ended. */
export const resurrection: Checker<'resurrection'> = {
  kind: 'resurrection',
  shownBy: 'order',
  meaning: 'Data is seen after the session was destroyed and the destroy was acknowledged.',
  under: 'Existence',
  definition: [
    `
      What saw the session there, a read or an update, began after an acknowledged destroy or regenerate of
      it had ended; and no create, \`ok\` or \`info\`, that had begun before it ended can have come after
      that end.
    `,
    {
      comesTo: 'resurrection',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-5    c1  destroy
        6-7    c1  read a -> 1
      `,
    },
    `
      Also a value that was certainly written before such an end and read after it, whether the session was
      created anew or not.
    `,
    {
      comesTo: 'resurrection',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-5    c1  destroy
        6-7    c1  create
        8-9    c1  read a -> 1
      `,
    },
    {
      comesTo: 'resurrection',
      history: `
        0-1    c1  create
        2-3    c1  increment n=1
        4-5    c1  destroy
        6-7    c1  increment n=2
      `,
    },
    `
      So is a counter that counts on from before such an end, though the session was created anew:
    `,
    {
      comesTo: 'resurrection',
      history: `
        0-1    c1  create
        2-3    c1  increment n=1
        4-5    c1  destroy
        6-7    c1  create
        8-9    c1  increment n=2
      `,
    },
    `
      One for each end, however often it is seen.
    `,
  ],
  inPractice: `
    A slow request that saves the whole document after the logout; a store whose destroy fails unseen; a
    cookie that holds the state itself, replayed.
  `,
  neighbours: `
    An end without an answer may not have happened, and then nothing is wrong.
  `,
  whatToDo: `
    Take a store whose save or touch does not bring back what was destroyed, and let a logout wait for what
    is still under way in its session. Where the cookie itself is the session, keep on the server who has
    logged out, or give cookies a short life.
  `,
  untested: 'no session was asked for after an acknowledged destroy or regenerate of it',
  check(session, report) {
    for (const [ended, sights] of session.life.resurrected) {
      const first = sights[0] as OperationLine;
      report({
        session: session.name,
        key: first.key,
        seen: first,
        from: ended.start,
        to: first.end,
        describe: () => ({
          summary: `session ${session.name} was seen by ${several(sights.length, 'operation')} after its acknowledged ${ended.op}`,
          steps: inOrder(
            step(
              session.ops.findLast(
                (op) => op.op === 'write' && op.outcome !== 'fail' && op.start <= ended.end,
              ),
            ),
            step(ended, 'acknowledged'),
            step(first, 'expected no session'),
            sights.length > 1 && step(sights.at(-1), `still there in ${several(sights.length, 'operation')}`),
          ),
        }),
      });
    }
    for (const { key, revived } of session.registers)
      for (const { read, write, end } of revived) {
        if (session.life.resurrected.get(end)?.includes(read) === true) continue;
        report({
          session: session.name,
          key,
          seen: read,
          from: end.start,
          to: read.end,
          describe: () => ({
            summary: `${key} showed ${shown(read.value)}, from before the session's acknowledged ${end.op}`,
            steps: inOrder(
              step(write),
              step(end, 'acknowledged'),
              step(read, 'expected nothing from before it'),
            ),
          }),
        });
      }
    for (const { key, revived } of session.counters) {
      const [first] = revived;
      if (first === undefined) continue;
      const { op, shown: value, end, most } = first;
      report({
        session: session.name,
        key,
        seen: op,
        from: end.start,
        to: op.end,
        describe: () => ({
          summary: `${key} showed ${shown(value)}, but only ${several(most, 'increment')} can have come after the session's acknowledged ${end.op}`,
          steps: inOrder(
            step(session.updates.findLast((update) => update.key === key && update.end < end.start)),
            step(end, 'acknowledged'),
            step(op, `expected ${most} or less`),
          ),
        }),
      });
    }
    return session.life.askedAfterEnd;
  },
};
