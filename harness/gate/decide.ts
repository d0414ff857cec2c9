import { worst } from '../report/findings.ts';
import type { Results } from '../model/results.ts';
import { adviceOn } from './advice.ts';
import { compareRounds } from './against/compare-rounds.ts';
import { allowsAny, checkAnomalies } from './anomalies.ts';
import { checkClaims } from './claims.ts';
import type { Check, Decision } from './decision.ts';
import { checkExperiment } from './experiments.ts';
import { checkFigures } from './figure-rules.ts';
import { checkLatency } from './latency.ts';
import { overRounds } from './over-rounds.ts';
import { DEFAULT_POLICY, POLICIES, type Policy } from './policy.ts';
import { checkRequirements, holding } from './requirements.ts';
import { checkRun } from './run.ts';

/**
 * Decides on a run by a policy: fail if any check fails, else unknown if any is unknown, else pass. Whatever was
 * found and does not count is among the checks, with why. The same results and policy always give the same decision.
 */
export function decide(
  results: Results,
  policy: Policy = POLICIES[DEFAULT_POLICY],
  name: string = policy === POLICIES[DEFAULT_POLICY] ? DEFAULT_POLICY : 'a policy',
): Decision {
  const anomalies = checkAnomalies(results, policy.anomalies, holding(results, policy.requires));
  const checks = [
    ...checkRun(results),
    ...checkRequirements(results, policy.requires, anomalies),
    ...checkClaims(results, policy.leaveOutClaims),
    ...results.experiments.flatMap(checkExperiment),
    ...anomalies,
    ...checkLatency(results, policy.latency),
    ...checkFigures(results, policy.figures),
  ];
  const verdict = worst(checks.map((check) => check.verdict));
  const advice = adviceOn(verdict, checks, results);
  return decisionOf({ run: results.run.name, policy: name, advice, verdict, checks });
}

/**
 * Decides on runs of the same, of which each is a round, by a policy and against the rounds of a baseline. Each is decided
 * on as by itself; of one that is worse than the baseline by more than a margin the decision is fail, and unknown where
 * that cannot be told.
 */
export function decideAgainst(
  [first, ...others]: readonly [Results, ...Results[]],
  baseline: readonly Results[],
  policy: Policy,
  name: string,
): Decision {
  const own = overRounds([first, ...others].map((results) => decide(results, policy, name).checks));
  const compared =
    baseline.length === 0
      ? []
      : compareRounds([first, ...others], baseline, {
          design: 'apart',
          margins: policy.against,
          isAllowed: (experiment, kind) => allowsAny(policy.anomalies, kind, experiment, first),
        });
  const checks = [...own, ...compared];
  const verdict = worst(checks.map((check) => check.verdict));
  const run = [first, ...others].map((results) => results.run.name).join(', ');
  return decisionOf({ run, policy: name, advice: adviceOn(verdict, checks, first), verdict, checks });
}

/** A decision of this version, in which each check has an id of its own. */
export const decisionOf = ({ checks, ...decision }: Omit<Decision, 'decision'>): Decision => ({
  decision: 1,
  ...decision,
  checks: numbered(checks),
});

/** A claim may be tested in two ways under one id; the second is told from the first by its number. */
function numbered(checks: readonly Check[]): Check[] {
  const seen = new Map<string, number>();
  return checks.map((check) => {
    const times = (seen.get(check.id) ?? 0) + 1;
    seen.set(check.id, times);
    return times === 1 ? check : { ...check, id: `${check.id}#${times}` };
  });
}
