import type { ExperimentResult, Results } from '../model/results.ts';
import type { Check } from './decision.ts';
import { figureOf, type Reading, readingsOf } from './figures.ts';
import type { FigureRule } from './policy.ts';
import { byRule, covers, idle, outOfScope } from './scope.ts';

/** One check for each figure of each experiment that a rule is about. */
export function checkFigures(results: Results, rules: readonly FigureRule[]): Check[] {
  return rules.flatMap((rule, index) => {
    const name = `figures[${index}]`;
    const inScope = results.experiments.filter((experiment) => covers(rule, experiment, results));
    if (inScope.length === 0) return [idle(name, outOfScope(rule, results))];
    const checks = inScope.flatMap((experiment) =>
      readingsOf(rule.figure, experiment).map((reading) => decideOn(experiment, reading, rule, name)),
    );
    return checks.length > 0
      ? checks
      : [idle(name, `no experiment in its scope has ${rule.figure}: ${figureOf(rule.figure).means}`)];
  });
}

function decideOn({ id, store }: ExperimentResult, reading: Reading, rule: FigureRule, name: string): Check {
  const { format } = figureOf(rule.figure);
  const limits = [
    ...(rule.max === undefined ? [] : [`${format(rule.max)} at most`]),
    ...(rule.min === undefined ? [] : [`${format(rule.min)} at least`]),
  ];
  const at = reading.part === undefined ? '' : ` at ${reading.part}`;
  const base = {
    id: `${name}/${id}${reading.part === undefined ? '' : `/${reading.part}`}`,
    store,
    experiment: id,
    title: `${rule.figure}${at} in ${id} is ${limits.join(' and ')}`,
  };
  const { value, doubt, low = value, high = value } = reading;
  if (doubt !== undefined || value === undefined || low === undefined || high === undefined)
    return { ...base, verdict: 'unknown', message: doubt ?? 'it was not measured' };
  const interval = low === high ? '' : `, between ${format(low)} and ${format(high)} (95 %)`;
  const seen = `${format(value)}${interval}`;
  const { min = -Infinity, max = Infinity } = rule;
  const because = byRule(name, rule.because);
  if (low > max || high < min) return { ...base, verdict: 'fail', message: `${seen}; ${because}` };
  if (high <= max && low >= min) return { ...base, verdict: 'pass', message: `${seen}; ${because}` };
  return {
    ...base,
    verdict: 'unknown',
    message: `${seen}: the limit lies within what the run can tell; ${because}`,
  };
}
