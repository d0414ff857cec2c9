import { worst } from '../report/findings.ts';
import type { Results } from '../report/results.ts';
import { checkAnomalies } from './anomalies.ts';
import { checkClaims } from './claims.ts';
import type { Decision } from './decision.ts';
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
  return { run: results.run.name, verdict: worst(checks.map(({ verdict }) => verdict)), checks };
}
