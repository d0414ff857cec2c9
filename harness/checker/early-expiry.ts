import type { OperationLine } from '../../protocol/history.ts';
import { several, type Checker } from './finding.ts';
import { isEarly } from './early.ts';
import { lossSteps } from './loss-steps.ts';

/** Gone before the end of its life, from idleness alone: old, no fault meanwhile, and no session was seen as old. */
export const earlyExpiry: Checker<'early-expiry'> = {
  kind: 'early-expiry',
  shownBy: 'order',
  meaning: 'A session expires before its time.',
  under: 'Time to live',
  definition: [
    `
      What would be a lost-session, and

      - when the absence began, its last possible renewal was over for half the TTL or longer;
      - no fault held at any time between the last operation that saw the session and the absence;
      - no session of the experiment was seen there at an age as great as this one's can have been; or its
        last save was a TTL ago or longer, and none was seen as long after its own: reads renew nothing
        there.
    `,
    {
      comesTo: 'early-expiry',
      history: `
        ttl 1000 grace 50
        0-1      c1    create
        600-601  c1    read absent
        0-1      c2@t  create
        300-301  c2@t  read
      `,
    },
    `
      An expiry that comes too early comes to all sessions of that age, and needs no fault; a store that
      loses sessions does not wait for their age. Where one of the three does not hold, it is a
      lost-session:
    `,
    {
      comesTo: 'lost-session',
      history: `
        ttl 1000 grace 50
        0-1      c1    create
        600-601  c1    read absent
        0-1      c2@t  create
        700-701  c2@t  read
      `,
    },
  ],
  inPractice: `
    Seconds taken for milliseconds; a store's own, shorter TTL; a touch that does nothing.
  `,
  neighbours: `
    What its age does not explain is a lost-session.
  `,
  whatToDo: `
    Compare the store's own TTL, and its unit, with the age of the cookie. Where requests are to keep a
    session alive, see that its \`touch\` does something.
  `,
  untested: 'no session was asked for at half its TTL or older, and before its certain end of life',
  check(session, report, policy) {
    for (const outage of session.life.outages) {
      const early = isEarly(session, outage, policy);
      if (early === undefined) continue;
      const first = outage.absences[0] as OperationLine;
      report({
        session: session.name,
        seen: first,
        from: outage.before.start,
        to: first.end,
        shownBy: outage.before.instance,
        decide: early,
        describe: () => ({
          summary: `session ${session.name} had expired at most ${Math.round(first.end - outage.before.start)} ms after it was last renewed, of a TTL of ${policy.ttlMs} ms; ${several(outage.absences.length, 'operation')} found it absent`,
          steps: lossSteps(session, outage),
        }),
      });
    }
    return session.ages.askedWhenOld;
  },
};
