import type { OperationLine } from '../../protocol/history.ts';
import { inOrder, several, step, type Checker } from './finding.ts';

/** Absent at a time when it had to be there, and back later (or only not certainly gone). */
export const sessionUnavailable: Checker<'session-unavailable'> = {
  kind: 'session-unavailable',
  shownBy: 'order',
  meaning: 'An acknowledged session is absent, and comes back later.',
  under: 'Existence',
  definition: [
    `
      An unexplained absence of a session that is seen there later, or that overlaps an operation that saw
      it, so that it is not certain that it is gone.
    `,
    {
      comesTo: 'session-unavailable',
      history: `
        0-1    c1  create
        2-3    c1  write a=1
        4-5    c1  read a absent
        6-7    c1  read a -> 1
      `,
    },
  ],
  inPractice: `
    Two instances with a store each, and a load balancer; a lagging replica.
  `,
  neighbours: `
    A read that failed or got no answer is no absence: that an app does not answer shows in its
    availability, not here.
  `,
  whatToDo: `
    Have all instances use one store. Where each has its own, a sticky balancer hides that only until one of
    them is gone. Behind replicas, read sessions from the primary.
  `,
  untested: 'no session was asked for after it had been acknowledged',
  check(session, report) {
    for (const { kind, absences, before, again } of session.life.outages) {
      if (kind !== 'unavailable') continue;
      const first = absences[0] as OperationLine;
      const times = several(absences.length, 'operation');
      report({
        session: session.name,
        seen: first,
        // What took it away may have come before anybody noticed.
        from: before.start,
        to: first.end,
        shownBy: before.instance,
        describe: () => ({
          summary: `session ${session.name} was not found by ${times}, ${again ? 'and was there again later' : 'and may only have been out of reach'}`,
          steps: inOrder(
            step(before, 'the session is there'),
            step(first, 'expected the session, neither ended nor expired'),
            step(again, 'there again'),
          ),
        }),
      });
    }
    return session.askedFor;
  },
};
