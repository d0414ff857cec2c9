import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import { valuesOf } from '../check-queries.ts';
import { expanded } from '../expand.ts';
import { marksOf } from '../marks.ts';
import type { Prometheus, Series } from '../prometheus.ts';
import { filled } from '../questions.ts';
import { aligned, stretchOf } from '../stretch.ts';

/** A data frame, as Grafana's data source for Prometheus makes it. */
interface Frame {
  refId: string;
  fields: {
    name: string;
    type: 'time' | 'number' | 'string';
    values: (number | string)[];
    labels?: Record<string, string>;
    config: { displayNameFromDS?: string };
  }[];
}

interface Shown {
  stores: readonly string[];
  fromMs: number;
  toMs: number;
  widthPx: number;
}

/** A dashboard with the answers to all it asks, laid out for so wide a screen. */
export async function drawingOf(dashboard: Dashboard, prometheus: Prometheus, shown: Shown) {
  const { stores, fromMs, toMs, widthPx } = shown;
  const laidOut = expanded(dashboard, stores);
  const panels = await Promise.all(
    (laidOut.panels ?? []).map(async (panel) => {
      if (panel.type === 'row') return panel;
      const points = Math.floor((widthPx * (panel.gridPos?.w ?? 24)) / 24);
      const stretch = stretchOf({ fromMs, toMs }, points);
      const values = valuesOf(stretch);
      const frames = await Promise.all(
        ((panel as Panel).targets as Dataquery[]).map(async (query) => {
          const expr = filled(query.expr, values);
          return query.instant === true
            ? [tableFrame(query, await prometheus.at(expr, stretch), toMs)]
            : (await prometheus.over(expr, aligned(stretch))).map((series) => timeFrame(query, series));
        }),
      );
      return {
        ...panel,
        frames: frames.flat().filter((frame) => frame.fields.some(({ values: of }) => of.length > 0)),
      };
    }),
  );
  const stretch = stretchOf({ fromMs, toMs }, widthPx);
  const colours = new Map((dashboard.annotations.list ?? []).map(({ name, iconColor }) => [name, iconColor]));
  const marks = (await marksOf(dashboard, prometheus, stretch, valuesOf(stretch))).map(({ atMs, kind }) => ({
    atMs,
    colour: colours.get(kind) ?? '',
  }));
  return { title: dashboard.title, panels, marks, fromMs, toMs, widthPx };
}

const named = ({ legendFormat = '' }: Dataquery, labels: Readonly<Record<string, string>>) =>
  legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');

function timeFrame(query: Dataquery, { labels, values }: Series): Frame {
  return {
    refId: query.refId ?? 'A',
    fields: [
      { name: 'Time', type: 'time', values: values.map(({ atMs }) => atMs), config: {} },
      {
        name: 'Value',
        type: 'number',
        values: values.map(({ value }) => value),
        labels,
        config: { displayNameFromDS: named(query, labels) },
      },
    ],
  };
}

/** All series of one query in one frame, with a column for each label. */
function tableFrame({ refId = 'A' }: Dataquery, series: readonly Series[], toMs: number): Frame {
  const rows = series.flatMap(({ labels, values }) => values.map(({ value }) => ({ labels, value })));
  const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))];
  return {
    refId,
    fields: [
      { name: 'Time', type: 'time', values: rows.map(() => toMs), config: {} },
      ...names.map((name) => ({
        name,
        type: 'string' as const,
        values: rows.map(({ labels }) => labels[name] ?? ''),
        config: {},
      })),
      { name: `Value #${refId}`, type: 'number', values: rows.map(({ value }) => value), config: {} },
    ],
  };
}
