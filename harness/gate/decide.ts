import { worst } from '../report/findings.ts';
import type { Results } from '../model/results.ts';
import { checkAnomalies } from './anomalies.ts';
import { checkClaims } from './claims.ts';
import type { Check, Decision } from './decision.ts';
import { checkExperiment } from './experiments.ts';
import { checkLatency } from './latency.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import { checkRun } from './run.ts';

/**
 * Decides on a run by a policy: fail if any check fails, else unknown if any is unknown, else pass. Whatever was
 * found and does not count is among the checks, with why. The same results and policy always give the same decision.
 */
export function decide(results: Results, policy: Policy = DEFAULT_POLICY): Decision {
  const checks = [
    ...checkRun(results),
    ...checkClaims(results, policy.leaveOutClaims),
    ...results.experiments.flatMap(checkExperiment),
    ...checkAnomalies(results, policy.anomalies),
    ...checkLatency(results, policy.latency),
  ];
  const verdict = worst(checks.map((check) => check.verdict));
  return { run: results.run.name, verdict, checks: numbered(checks) };
}

/** A claim may be tested in two ways under one id; the second is told from the first by its number. */
function numbered(checks: readonly Check[]): Check[] {
  const seen = new Map<string, number>();
  return checks.map((check) => {
    const times = (seen.get(check.id) ?? 0) + 1;
    seen.set(check.id, times);
    return times === 1 ? check : { ...check, id: `${check.id}#${times}` };
  });
}
