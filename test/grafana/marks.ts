import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Prometheus, Stretch } from './prometheus.ts';
import { filled, type Values } from './questions.ts';

/** A moment that is marked on every graph. */
export interface Mark {
  atMs: number;
  text: string;
  kind: string;
}

/** Prometheus gives no more of a series; Grafana lengthens the step where there would be more. */
const POINTS = 11_000;

/** How far apart Grafana asks for the marks of a query. */
export const stepOf = ({ step = '60s' }: { step?: string }, { fromMs, toMs }: Stretch): number =>
  Math.max(Number.parseFloat(step), Math.ceil((toMs - fromMs) / 1000 / (POINTS - 1))) * 1000;

/** A mark's query as Grafana sends it. */
export const markQuery = (expr: string, values: Values, stepMs: number): string =>
  filled(expr, { ...values, __interval: `${stepMs / 1000}s` });

/**
 * What a dashboard's annotations mark in a stretch of time, reckoned as Grafana does: a value above 0 is a mark, or
 * its time where the query says so, and marks that are a step apart or less are one.
 */
export async function marksOf(
  { annotations }: Dashboard,
  prometheus: Prometheus,
  stretch: Stretch,
  values: Values,
): Promise<Mark[]> {
  const marks: Mark[] = [];
  for (const annotation of annotations.list ?? []) {
    const { name, expr = '', titleFormat = '', useValueForTime } = annotation;
    const stepMs = stepOf(annotation, stretch);
    const answer = await prometheus.over(markQuery(expr, values, stepMs), { ...stretch, stepMs });
    for (const { labels, values } of answer) {
      const text = titleFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
      let lastMs = -Infinity;
      for (const { atMs, value } of values) {
        if (value <= 0) continue;
        const markMs = useValueForTime ? value : atMs;
        if (markMs > lastMs + stepMs && markMs >= stretch.fromMs)
          marks.push({ atMs: markMs, text, kind: name });
        lastMs = markMs;
      }
    }
  }
  return marks.toSorted((a, b) => a.atMs - b.atMs);
}
