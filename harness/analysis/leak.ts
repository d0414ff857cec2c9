import type { ServedJudgement } from '../checker/judgement.ts';
import type { Growth } from '../model/results.ts';
import { perRequestText } from './request-growth.ts';
import { grew } from '../stats/growth.ts';

const NOT_READ = {
  checker: 'request-leak',
  verdict: 'unknown',
  reason:
    'what requests leave behind was not read: it takes 40 readings while visitors come back, and none left unanswered',
  count: 0,
  // That it was asked is the occasion.
  tested: 1,
} as const;

/**
 * Adds to what was found whether requests leave something behind in the app: what grows with every request of a session
 * that stays the same has no end. Where the plan had visitors come back (`isAsked`) and nobody can say, that is unknown;
 * where it had none, nothing is added.
 */
export function withLeak(
  judgement: ServedJudgement,
  growth: Growth | null,
  { isAsked }: { isAsked: boolean },
): ServedJudgement {
  const slope = growth?.perRequest?.slope;
  if (!slope) return isAsked ? { ...judgement, checkers: [...judgement.checkers, NOT_READ] } : judgement;
  const leaks = grew(slope);
  const count = leaks ? 1 : 0;
  const atMs = growth?.lastVisitorMs ?? 0;
  const found = { kind: 'request-leak', session: '', atMs, summary: perRequestText(slope), witness: [] };
  return {
    ...judgement,
    checkers: [
      ...judgement.checkers,
      {
        checker: 'request-leak',
        verdict: leaks ? 'fail' : 'pass',
        count,
        tested: growth?.perRequest?.requests ?? 0,
      },
    ],
    anomalyCounts: { ...judgement.anomalyCounts, 'request-leak': count },
    anomalies: leaks ? [...judgement.anomalies, found] : judgement.anomalies,
    anomalyTimes: leaks
      ? [...judgement.anomalyTimes, { kind: 'request-leak', atMs: Math.floor(atMs / 1000) * 1000, count }]
      : judgement.anomalyTimes,
  };
}
