import { renderSarif } from '../report/sarif/log.ts';
import { VERSION } from '../plan/make.ts';
import type { Check, Decision } from './decision.ts';
import { POLICIES } from './policy.ts';

/** Where one writes what changes a decision: the policy that decided, or the one that would. */
const fileOf = ({ policy }: Decision) => (Object.hasOwn(POLICIES, policy) ? 'holdfast.policy.yaml' : policy);

/** What a check is of, by the first word of its id. */
const RULES: Readonly<Record<string, string>> = {
  run: 'The run came to its end and had all that it needed.',
  ab: 'All rounds of the comparison are there.',
  requires: 'What the policy requires of a store is kept.',
  claim: 'Each claim is shown.',
  experiment: 'Each experiment can be trusted.',
  anomaly: 'Nothing was found of which the policy allows none.',
  anomalies: 'No more anomalies than a rule of the policy allows.',
  latency: 'Latency is within the limits of the policy.',
  figures: 'Figures are within the limits of the policy.',
  against: 'It is not worse than the baseline by more than a margin.',
};

/**
 * A decision as a SARIF 2.1.0 log: each check that failed is an error, and each that is unknown a warning. What passed is
 * left out, so that an alert of code scanning is closed by the run that passes.
 */
export function renderGateSarif(decision: Decision): string {
  const file = fileOf(decision);
  const results = decision.checks.flatMap((check) =>
    check.verdict === 'pass'
      ? []
      : [
          {
            rule: ruleOf(check),
            verdict: check.verdict,
            message: messageOf(check),
            fingerprint: check.id,
            file,
          },
        ],
  );
  const rules = new Map(results.map(({ rule }) => [rule, RULES[rule] ?? 'A check of the gate.'] as const));
  return renderSarif({ version: VERSION, verdict: decision.verdict, rules, results });
}

/** Without the number that a rule of the policy has. */
const ruleOf = ({ id }: Check) => /^[A-Za-z]+/.exec(id)?.[0] ?? id;

const messageOf = ({ store, experiment, title, message, evidence }: Check) =>
  [`${[experiment ?? store, title].filter(Boolean).join(': ')}: ${message}`, evidence]
    .filter((part) => part !== undefined)
    .join('\n');
