import { brokenBy } from '../model/broken-by.ts';
import type { Anomaly, ExperimentResult, Results } from '../model/results.ts';
import { formatCount } from '../report/units.ts';
import { witnessText } from '../report/witness.ts';
import type { Check } from './decision.ts';
import { countsOf, lookedFor, reasonOf } from './observed.ts';
import type { AnomalyRule } from './policy.ts';
import { byRule, covers, idle, outOfScope } from './scope.ts';

/** A missing promise excuses what would have broken it, and nothing else. */
const breaks = (kind: string, promise: string): boolean =>
  brokenBy(promise).some((broken) => broken === kind);

/** One check for each kind of anomaly that was found, and one for each rule that decided nothing. */
export function checkAnomalies(results: Results, rules: readonly AnomalyRule[]): Check[] {
  const used = new Set<number>();
  const checks = results.experiments.flatMap((experiment) => {
    const counts = countsOf(experiment);
    return [...new Set([...lookedFor(experiment), ...counts.keys()])].flatMap((kind) => {
      const index = rules.findLastIndex((rule) => about(rule, kind) && covers(rule, experiment));
      used.add(index);
      const count = counts.get(kind) ?? 0;
      return count === 0 ? [] : [decideOn(experiment, kind, count, rules[index], index)];
    });
  });
  const unused = rules.flatMap((rule, index) =>
    used.has(index) ? [] : [idle(`anomalies[${index}]`, whyIdle(rule, index, rules, results))],
  );
  return [...checks, ...unused];
}

const about = ({ kind }: AnomalyRule, found: string) => kind === '*' || kind === found;

function decideOn(
  experiment: ExperimentResult,
  kind: string,
  count: number,
  rule: AnomalyRule | undefined,
  index: number,
): Check {
  const { id, store, faults, notPromised } = experiment;
  const witness = experiment.anomalies.find((anomaly) => anomaly.kind === kind);
  const base = {
    id: `anomaly/${id}/${kind}`,
    store,
    experiment: id,
    title: `no ${kind} in ${id}`,
    ...(witness && { evidence: witnessText(witness, faults) }),
  };
  if (rule) {
    const limit =
      rule.max === 'any' ? 'any number is' : `at most ${rule.max} ${rule.max === 1 ? 'is' : 'are'}`;
    const message = `${foundInWords(count, witness)}; ${limit} allowed by ${byRule(`anomalies[${index}]`, rule.because)}`;
    if (rule.max === 'any' || count <= rule.max)
      return { ...base, verdict: 'pass', message, allowed: 'policy' };
    return { ...base, ...distrusted(experiment, message) };
  }
  const message = foundInWords(count, witness);
  const missing = notPromised.filter((promise) => breaks(kind, promise));
  if (missing.length > 0) {
    const excuse = `${message}; ${store} does not promise: ${missing.join(', ')}`;
    return { ...base, verdict: 'pass', message: excuse, allowed: 'not promised' };
  }
  return { ...base, ...distrusted(experiment, message) };
}

/** Who was not served is said at once: how many operations it was says less. */
const foundInWords = (count: number, witness: Anomaly | undefined): string =>
  witness?.kind === 'unserved' ? witness.summary : `${formatCount(count)} found`;

/** Where an experiment is unknown, what it found may be the defect's doing. */
const distrusted = (experiment: ExperimentResult, message: string): Pick<Check, 'verdict' | 'message'> =>
  experiment.verdict === 'unknown'
    ? { verdict: 'unknown', message: `${message}, but the experiment is unknown: ${reasonOf(experiment)}` }
    : { verdict: 'fail', message };

function whyIdle(rule: AnomalyRule, index: number, rules: readonly AnomalyRule[], results: Results): string {
  const inScope = results.experiments.filter((experiment) => covers(rule, experiment));
  if (inScope.length === 0) return outOfScope(rule, results);
  const looked = inScope.flatMap((experiment) => [...lookedFor(experiment), ...countsOf(experiment).keys()]);
  if (!looked.some((kind) => about(rule, kind))) {
    return `no experiment in its scope looked for ${rule.kind === '*' ? 'any anomaly' : rule.kind}`;
  }
  const later = rules.findLastIndex((other, at) => at > index && looked.some((kind) => about(other, kind)));
  return `a later rule (anomalies[${later}]) decides everything that it matches`;
}
