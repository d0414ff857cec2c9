import type { ExperimentResult, Results } from '../model/results.ts';
import { formatCount } from '../units.ts';
import { witnessText } from '../report/witness.ts';
import { judgeCharges, type Held } from './charges.ts';
import type { Check } from './decision.ts';
import { countsOf, lookedFor, reasonOf } from './observed.ts';
import { STANDING_RULES, type AnomalyRule } from './policy.ts';
import { byRule, covers, idle, outOfScope } from './scope.ts';

interface NamedRule {
  rule: AnomalyRule;
  /** As its decisions cite it. */
  cited: string;
}

/** Those that stand before every policy's own come first, so that each of its own can overrule them. */
const named = (rules: readonly AnomalyRule[]): NamedRule[] => [
  ...STANDING_RULES.map((rule) => ({ rule, cited: byRule(`for ${rule.kind}`, rule.because) })),
  ...rules.map((rule, index) => ({ rule, cited: byRule(`anomalies[${index}]`, rule.because) })),
];

/** One check for each kind of anomaly that was found, and one for each rule that decided nothing. */
export function checkAnomalies(
  results: Results,
  rules: readonly AnomalyRule[],
  heldOf: (store: string) => Held,
): Check[] {
  const all = named(rules);
  const used = new Set<AnomalyRule | undefined>();
  const checks = results.experiments.flatMap((experiment) => {
    const counts = countsOf(experiment);
    const covering = all.filter(({ rule }) => covers(rule, experiment, results));
    return [...new Set([...lookedFor(experiment), ...counts.keys()])].flatMap((kind) => {
      const deciding = covering.findLast(({ rule }) => about(rule, kind));
      used.add(deciding?.rule);
      const count = counts.get(kind) ?? 0;
      if (count === 0) return [];
      const found = { experiment, kind, count };
      return [deciding ? byPolicy(found, deciding) : byCause(found, heldOf(experiment.store))];
    });
  });
  const unused = rules.flatMap((rule, index) =>
    used.has(rule) ? [] : [idle(`anomalies[${index}]`, whyIdle(rule, index, rules, results))],
  );
  return [...checks, ...unused];
}

/** Whether a policy allows any number of a kind. */
export function allowsAny(
  rules: readonly AnomalyRule[],
  kind: string,
  experiment: ExperimentResult,
  results: Results,
): boolean {
  const covering = named(rules).filter(({ rule }) => covers(rule, experiment, results));
  return covering.findLast(({ rule }) => about(rule, kind))?.rule.max === 'any';
}

const about = ({ kind }: AnomalyRule, found: string) => kind === '*' || kind === found;

interface Found {
  experiment: ExperimentResult;
  kind: string;
  count: number;
}

export const anomalyId = (experiment: string, kind: string): string => `anomaly/${experiment}/${kind}`;

function base({ experiment, kind }: Found): Pick<Check, 'id' | 'title'> & Partial<Check> {
  const { id, store, faults, anomalies } = experiment;
  const witness = anomalies.find((anomaly) => anomaly.kind === kind);
  return {
    id: anomalyId(id, kind),
    store,
    experiment: id,
    title: `no ${kind} in ${id}`,
    ...(witness && { evidence: witnessText(witness, faults) }),
  };
}

function byPolicy(found: Found, { rule: { max }, cited }: NamedRule): Check {
  const limit = max === 'any' ? 'any number is' : `at most ${max} ${max === 1 ? 'is' : 'are'}`;
  const message = `${foundInWords(found)}; ${limit} allowed by ${cited}`;
  if (max === 'any' || found.count <= max)
    return { ...base(found), verdict: 'pass', message, allowed: 'policy' };
  return { ...base(found), ...distrusted(found.experiment, message, 'fail') };
}

function byCause(found: Found, held: Held): Check {
  const { experiment, kind, count } = found;
  // No promise speaks of who is served, so no missing one excuses it.
  if (kind === 'unserved') return { ...base(found), ...distrusted(experiment, foundInWords(found), 'fail') };
  const { verdict, message } = judgeCharges(experiment, kind, count, held);
  if (verdict === 'pass') return { ...base(found), verdict, message, allowed: 'not promised' };
  return { ...base(found), ...distrusted(experiment, message, verdict) };
}

/** Who was not served is said at once: how many operations it was says less. */
function foundInWords({ experiment: { anomalies }, kind, count }: Found): string {
  const summary = kind === 'unserved' && anomalies.find((anomaly) => anomaly.kind === kind)?.summary;
  return typeof summary === 'string' ? summary : `${formatCount(count)} found`;
}

/** Where an experiment is unknown, what it found may be the defect's doing. */
const distrusted = (
  experiment: ExperimentResult,
  message: string,
  verdict: 'fail' | 'unknown',
): Pick<Check, 'verdict' | 'message'> =>
  experiment.verdict === 'unknown'
    ? { verdict: 'unknown', message: `${message}, but the experiment is unknown: ${reasonOf(experiment)}` }
    : { verdict, message };

function whyIdle(rule: AnomalyRule, index: number, rules: readonly AnomalyRule[], results: Results): string {
  const inScope = results.experiments.filter((experiment) => covers(rule, experiment, results));
  if (inScope.length === 0) return outOfScope(rule, results);
  const looked = inScope.flatMap((experiment) => [...lookedFor(experiment), ...countsOf(experiment).keys()]);
  if (!looked.some((kind) => about(rule, kind))) {
    return `no experiment in its scope looked for ${rule.kind === '*' ? 'any anomaly' : rule.kind}`;
  }
  const later = rules.findLastIndex((other, at) => at > index && looked.some((kind) => about(other, kind)));
  return `a later rule (anomalies[${later}]) decides everything that it matches`;
}
