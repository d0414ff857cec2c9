import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { markQuery, stepOf } from './marks.ts';
import type { Prometheus, Series, Stretch } from './prometheus.ts';
import { filled, type Question, questionsOf, type Values } from './questions.ts';

/** Panels, and marks, that may be blank although all is well, with the reason. */
export type Blank = Readonly<Record<string, string>>;

/** What Grafana puts for its own variables, and for `All`. */
export const valuesOf = ({ fromMs, toMs, stepMs }: Stretch): Values => ({
  store: '.*',
  instance: '.*',
  run: '.*',
  __range: `${Math.round((toMs - fromMs) / 1000)}s`,
  __interval: `${stepMs / 1000}s`,
  __interval_ms: String(stepMs),
  '{__from:date:seconds}': String(Math.floor(fromMs / 1000)),
  '{__to:date:seconds}': String(Math.floor(toMs / 1000)),
  // As Grafana reckons it from the data source's 2 s.
  __rate_interval: `${Math.max(stepMs / 1000 + 2, 8)}s`,
});

/**
 * Asks a Prometheus what a dashboard would ask: its variables, the marks on its graphs and every panel's queries.
 * Gives a sentence for each answer that the panel could not draw; none where all can.
 */
export async function checkQueries(
  dashboard: Dashboard,
  prometheus: Prometheus,
  stretch: Stretch,
  { stores, blank }: { stores: readonly string[]; blank: Blank },
): Promise<string[]> {
  const values = valuesOf(stretch);
  const problems: string[] = [];
  for (const { name, definition = '' } of dashboard.templating.list ?? []) {
    const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
    if (selector === undefined || label === undefined) problems.push(`variable ${name} asks "${definition}"`);
    else if ((await prometheus.labelValues(filled(selector, values), label, stretch)).length === 0)
      problems.push(`variable ${name} has no value by ${definition}`);
  }
  for (const annotation of dashboard.annotations.list ?? []) {
    const { name, expr = '' } = annotation;
    const stepMs = stepOf(annotation, stretch);
    const marks = await prometheus.over(markQuery(expr, values, stepMs), { ...stretch, stepMs });
    if (!(name in blank) && !marks.some(({ values }) => values.some(({ value }) => value > 0)))
      problems.push(`nothing is marked by "${name}": ${expr}`);
  }
  for (const question of questionsOf(dashboard, stores, values)) {
    const { shape, expr } = question;
    const answer = await (shape === 'figures'
      ? prometheus.at(expr, stretch)
      : prometheus.over(expr, stretch));
    const problem = problemOf(question, answer, blank);
    if (problem !== undefined) problems.push(`${question.panel}: ${problem}, by ${expr}`);
  }
  return problems.map((problem) => `${dashboard.title}: ${problem}`);
}

function problemOf({ panel, shape, labels }: Question, answer: Series[], blank: Blank): string | undefined {
  const drawn = answer.filter(({ values }) => values.length > 0);
  if (drawn.length === 0) return panel in blank ? undefined : 'no value';
  const names = drawn.map((series) => labels.map((label) => series.labels[label] ?? '').join(' '));
  if (new Set(names).size < names.length) return `series that are called alike (${names.join(', ')})`;
  if (shape !== 'heatmap') return undefined;
  const bounds = new Set(drawn.map((series) => series.labels['le']));
  return bounds.has('+Inf') && bounds.size > 2 ? undefined : 'no buckets';
}
