import type { OperationLine } from '../../protocol/history.ts';
import { several, type Checker } from './finding.ts';
import { isEarly } from './early.ts';
import { lossSteps } from './loss-steps.ts';

/** Gone before the end of its life, from idleness alone: old, no fault meanwhile, and no session was seen as old. */
export const earlyExpiry: Checker = {
  kind: 'early-expiry',
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
