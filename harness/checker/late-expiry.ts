import { inOrder, step, type Checker } from './finding.ts';

/** Seen certainly after its latest possible end of life. */
export const lateExpiry: Checker<'late-expiry'> = {
  kind: 'late-expiry',
  shownBy: 'order',
  meaning: 'A session is readable after its time.',
  under: 'Time to live',
  definition: [
    `
      A read or an update that began when the session certainly was gone found it there. One for each time
      that it outlives its TTL.
    `,
    {
      comesTo: 'late-expiry',
      history: `
        ttl 1000 grace 50
        0-1        c1  create
        1100-1101  c1  read
      `,
    },
  ],
  inPractice: `
    A store that leaves expiry to a sweep and does not check on reading; a TTL that is never set; only the
    cookie expires, and it is replayed.
  `,
  neighbours: `
    Seen after a destroy, it is a resurrection. What it no longer holds then is not lost as well.
  `,
  whatToDo: `
    Have the store itself give what it writes a TTL, or look at the age on each read. That the cookie has an
    age ends nothing on the server.
  `,
  untested: 'no session was asked for after its latest possible end of life',
  check({ name, ages }, report, { ttlMs }) {
    for (const { sight, renewal } of ages.late)
      report({
        session: name,
        seen: sight,
        from: renewal.start,
        to: sight.end,
        describe: () => ({
          summary: `session ${name} was seen ${Math.round(sight.start - renewal.end)} ms after it was last renewed, with a TTL of ${ttlMs} ms`,
          steps: inOrder(
            step(renewal, 'the last that may have renewed it'),
            step(sight, 'expected no session'),
          ),
        }),
      });
    return ages.askedWhenDead;
  },
};
