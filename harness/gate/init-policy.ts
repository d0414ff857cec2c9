import { Document, isMap, isScalar, isSeq } from 'yaml';
import type { ExperimentResult, Results } from '../model/results.ts';
import { counted, formatCount, formatMs } from '../units.ts';
import { FIGURE_NAMES, type FigureName, figureOf, readingsOf } from './figures.ts';
import { LEAST_COUNT } from './latency.ts';
import { countsOf } from './observed.ts';
import { printable } from '../report/printable.ts';
import { type FigureRule, type LatencyRule, STANDING_RULES } from './policy.ts';

/** Room between what one run came to and the limit: another run on the same machine is never quite the same. */
const ROOM = { latency: 2, figure: 1.5 } as const;

/** No more of a kind of rule than people read, and well under what a policy may have. */
const RULES = 200;

/** What is gated without asking; the others are hardly the same in two runs, or say it again. */
const LIMITED: readonly FigureName[] = FIGURE_NAMES.filter(
  (name) => name !== 'error-share' && name !== 'heap-held-share' && name !== 'store-held-share',
);

interface Remarked<Rule> {
  rule: Rule;
  /** What the run came to. */
  remark: string;
}

/**
 * A policy to begin with, as YAML: limits with room above what a run came to, with that in comments. What the run could
 * not tell has no rule, and no anomaly is allowed because it was found: it is said, with the rule that would allow it.
 */
export function initialPolicy(results: Results): string {
  const latency = results.experiments.flatMap(latencyRules).slice(0, RULES);
  const figures = results.experiments.flatMap(figureRules).slice(0, RULES);
  const document = new Document({
    policy: 1,
    anomalies: [],
    latency: latency.map(({ rule }) => rule),
    figures: figures.map(({ rule }) => rule),
  });
  document.commentBefore = [
    ' yaml-language-server: $schema=node_modules/holdfast/policy.schema.json',
    ` From ${printable(results.run.name)}: limits have room above what that run came to, which stands beside them.`,
    ' Promises are required as by the policy "production"; "requires" says otherwise. docs/GATE.md has every field.',
  ].join('\n');
  remark(document, 'anomalies', [], foundIn(results));
  remark(
    document,
    'latency',
    latency,
    latency.length === 0
      ? ' The run has none that can be trusted and is of enough operations.'
      : ` From the intended start, ${ROOM.latency} times what was seen.`,
  );
  remark(document, 'figures', figures, ` Memory, outages and the rest, ${ROOM.figure} times what was seen.`);
  return document.toString({ lineWidth: 0 });
}

function remark(document: Document, list: string, rules: readonly Remarked<object>[], above: string): void {
  const pair = isMap(document.contents)
    ? document.contents.items.find(({ key }) => isScalar(key) && key.value === list)
    : undefined;
  if (!isScalar(pair?.key)) return;
  pair.key.commentBefore = above;
  pair.key.spaceBefore = true;
  if (!isSeq(pair.value)) return;
  for (const [index, item] of pair.value.items.entries())
    if (isMap(item)) item.commentBefore = ` ${rules[index]?.remark ?? ''}`;
}

/** What was found, with the rule that would allow it; lost updates are allowed as it is. */
function foundIn({ experiments }: Results): string {
  const standing = new Set<string>(STANDING_RULES.map(({ kind }) => kind));
  const found = experiments.flatMap((experiment) =>
    [...countsOf(experiment)]
      .filter(([kind]) => !standing.has(kind))
      .map(([kind, count]) => ({ id: printable(experiment.id), kind: printable(kind), count })),
  );
  if (found.length === 0) return ' None was found that is not allowed; each that is found fails.';
  return [
    ' Each that is found fails, unless the store promises nothing of what brought it about and nothing requires it.',
    ' In this run there were those below. A rule as these allows them; say why.',
    ...found
      .slice(0, RULES)
      .map(
        ({ id, kind, count }) =>
          `   - { kind: ${kind}, experiment: ${JSON.stringify(id)}, max: ${count}, because: "" }`,
      ),
  ].join('\n');
}

function latencyRules(experiment: ExperimentResult): Remarked<LatencyRule>[] {
  if (experiment.generator.verdict !== 'pass' || experiment.verdict === 'unknown') return [];
  return experiment.latency
    .filter(({ fromIntended }) => fromIntended.count >= LEAST_COUNT.p99 && fromIntended.p99Ms > 0)
    .map(({ op, fromIntended: { count, p99Ms } }) => ({
      rule: {
        experiment: experiment.id,
        op,
        quantile: 'p99',
        maxMs: roundUp(p99Ms * ROOM.latency),
      },
      remark: `seen: ${formatMs(p99Ms)} over ${formatCount(count)} operations`,
    }));
}

function figureRules(experiment: ExperimentResult): Remarked<FigureRule>[] {
  return LIMITED.flatMap((figure): Remarked<FigureRule>[] => {
    const readings = readingsOf(figure, experiment);
    const values = readings.flatMap(({ value, high = value }) => (high === undefined ? [] : [high]));
    // A rule that could not decide on this run would hardly decide on the next one.
    if (values.length < Math.max(1, readings.length) || readings.some(({ doubt }) => doubt !== undefined))
      return [];
    const { better, format } = figureOf(figure);
    const worst = better === 'higher' ? Math.min(...values) : Math.max(...values);
    return [
      {
        rule: { figure, experiment: experiment.id, ...limitOf(figure, worst, experiment) },
        remark: `seen: ${format(worst)}${readings.length > 1 ? `, the worst of ${counted(readings.length, 'fault')}` : ''}`,
      },
    ];
  });
}

/** What any fault may take, however soon clients were back. */
const LEAST_MS = 1000;
/** Readings of a heap scatter by so much a session whatever is kept. */
const LEAST_BYTES = 100;

function limitOf(
  figure: FigureName,
  worst: number,
  { availability }: ExperimentResult,
): Pick<FigureRule, 'min' | 'max'> {
  if (figure === 'unserved-share')
    return { max: Math.max(availability?.unservedAllowed ?? 0, roundUp(worst)) };
  if (figureOf(figure).better === 'higher') return { min: Math.floor((worst / ROOM.figure) * 100) / 100 };
  const least = figure.endsWith('-ms') ? LEAST_MS : LEAST_BYTES;
  return { max: Math.max(least, roundUp(worst * ROOM.figure)) };
}

/** To two significant digits, never down. */
function roundUp(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  const rounded = Number((Math.ceil(value / unit) * unit).toPrecision(12));
  return rounded < value ? Number(((Math.ceil(value / unit) + 1) * unit).toPrecision(12)) : rounded;
}
