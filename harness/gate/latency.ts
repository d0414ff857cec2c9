import type { ExperimentResult, Quantiles, Results } from '../model/results.ts';
import { counted, formatCount, formatMs } from '../units.ts';
import type { Check } from './decision.ts';
import { nearest } from './nearest.ts';
import { reasonOf } from './observed.ts';
import type { LatencyRule } from './policy.ts';
import { byRule, covers, idle, matches, outOfScope } from './scope.ts';

const FIELDS = { p50: 'p50Ms', p90: 'p90Ms', p99: 'p99Ms' } as const;

/** With fewer operations, no operation lies beyond the quantile: it would only be the longest that was seen. */
export const LEAST_COUNT = { p50: 2, p90: 10, p99: 100 } as const;

/** One check for each operation of each experiment that a rule is about. */
export function checkLatency(results: Results, rules: readonly LatencyRule[]): Check[] {
  return rules.flatMap((rule, index) => {
    const name = `latency[${index}]`;
    const inScope = results.experiments.filter((experiment) => covers(rule, experiment, results));
    if (inScope.length === 0) return [idle(name, outOfScope(rule, results))];
    const checks = inScope.flatMap((experiment) =>
      experiment.latency
        .filter(({ op }) => matches(rule.op, op))
        .map(({ op, fromIntended }) => decideOn(experiment, op, fromIntended, rule, name)),
    );
    const ops = inScope.flatMap(({ latency }) => latency.map(({ op }) => op));
    const seen = nearest(rule.op ?? '', [...new Set(ops)]);
    return checks.length > 0
      ? checks
      : [idle(name, `no operation in its scope matches "${rule.op ?? '*'}"${seen}`)];
  });
}

function decideOn(
  experiment: ExperimentResult,
  op: string,
  quantiles: Quantiles,
  { quantile, maxMs, because }: LatencyRule,
  name: string,
): Check {
  const { id, store } = experiment;
  const base = {
    id: `${name}/${id}/${op}`,
    store,
    experiment: id,
    title: `${quantile} of ${op} in ${id} is ${formatMs(maxMs)} at most`,
  };
  const doubt = distrust(experiment, quantiles, quantile);
  if (doubt !== undefined) return { ...base, verdict: 'unknown', message: doubt };
  const seen = quantiles[FIELDS[quantile]];
  const message = `${formatMs(seen)} from the intended start, over ${counted(quantiles.count, 'operation')}${ofTheLoad(experiment)} that succeeded${failed(experiment, op)}; ${byRule(name, because)}`;
  return { ...base, verdict: seen <= maxMs ? 'pass' : 'fail', message };
}

const ofTheLoad = ({ afterLoad }: ExperimentResult) => (afterLoad === undefined ? '' : ' of the load');

/** What was soon refused was not fast, and what was waited for in vain was not slow: neither counts, and both are said. */
function failed({ latencyOfFailed = [] }: ExperimentResult, op: string): string {
  const count = latencyOfFailed.find((row) => row.op === op)?.fromIntended.count ?? 0;
  return count === 0 ? '' : `, without ${formatCount(count)} that did not`;
}

/** Why a latency says nothing; undefined where it does. */
export function distrust(
  experiment: ExperimentResult,
  { count }: Quantiles,
  quantile: LatencyRule['quantile'],
): string | undefined {
  return untrusted(experiment) ?? tooFew(count, quantile);
}

/** Why no latency of an experiment says anything; undefined where they do. */
export function untrusted(experiment: ExperimentResult): string | undefined {
  const { generator, verdict } = experiment;
  if (generator.verdict !== 'pass') {
    return `latency cannot be trusted: ${generator.reason ?? 'the generator was itself the bottleneck'}`;
  }
  return verdict === 'unknown' ? `the experiment is unknown: ${reasonOf(experiment)}` : undefined;
}

/** Why a quantile of so many says nothing; undefined where it does. */
export function tooFew(count: number, quantile: LatencyRule['quantile']): string | undefined {
  const least = LEAST_COUNT[quantile];
  return count < least ? `${quantile} takes ${least} operations at least; there were ${count}` : undefined;
}
