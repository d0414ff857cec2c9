import { z } from 'zod';

const Point = z.tuple([z.number(), z.string()]);
const Labels = z.record(z.string(), z.string());
const Answer = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: Labels, value: Point.optional() })),
    }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(z.object({ metric: Labels, values: z.array(Point).default([]) })),
    }),
  ]),
});
const MetricNames = z.object({ data: z.array(z.string()) });

export interface Series {
  labels: Record<string, string>;
  /** Numbers only: a quotient by nothing is no reading. */
  values: { atMs: number; value: number }[];
}

/** The stretch of time that is asked about. */
export interface Stretch {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** Prometheus's HTTP API, as far as Grafana uses it for the dashboards. Rejects with Prometheus's own message. */
export function prometheusAt(url: string, signal: AbortSignal) {
  const ask = async (path: string, parameters: Record<string, string>): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`, { signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    /** The latest values at a moment. */
    at: async (query: string, { toMs }: Stretch) =>
      series(await ask('query', { query, time: String(toMs / 1000) })),
    /** Values at each step. */
    over: async (query: string, { fromMs, toMs, stepMs }: Stretch) =>
      series(
        await ask('query_range', {
          query,
          start: String(fromMs / 1000),
          end: String(toMs / 1000),
          step: String(stepMs / 1000),
        }),
      ),
    /** The values of a label on the series that a selector chooses. */
    labelValues: async (selector: string, label: string, { fromMs, toMs }: Stretch) =>
      MetricNames.parse(
        await ask(`label/${label}/values`, {
          'match[]': selector,
          start: String(fromMs / 1000),
          end: String(toMs / 1000),
        }),
      ).data,
  };
}

export type Prometheus = ReturnType<typeof prometheusAt>;

function series(answer: unknown): Series[] {
  return Answer.parse(answer).data.result.map((one) => {
    const points = 'values' in one ? one.values : 'value' in one && one.value ? [one.value] : [];
    const values = points.map(([seconds, text]) => ({ atMs: seconds * 1000, value: Number(text) }));
    return { labels: one.metric, values: values.filter(({ value }) => Number.isFinite(value)) };
  });
}
