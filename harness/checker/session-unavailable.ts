import type { OperationLine } from '../../protocol/history.ts';
import { inOrder, several, step, type Checker } from './finding.ts';

/** Absent at a time when it had to be there, and back later (or only not certainly gone). */
export const sessionUnavailable: Checker = {
  kind: 'session-unavailable',
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
