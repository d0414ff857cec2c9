import { axisY, gridY, lineY } from '@observablehq/plot';
import { axisEndMs, bucketMs, type Charted } from '../axis.ts';
import type { Html } from '../html/template.ts';
import type { Bucket, ExperimentResult } from '../../model/results.ts';
import { formatMs } from '../../units.ts';
import { type Readings, stretchInWords } from './readings.ts';
import { drawBands, faultBands } from './bands.ts';
import { loadEnd, sinceTheLoad } from './load-end.ts';
import { draw, series, timeScale } from './frame.ts';

/** Shortest latency that the logarithmic axis shows. */
const FLOOR_MS = 0.1;

/** How each line of the chart is drawn, told apart without colour too; the page's legend uses the same. */
export const LATENCY_LINES = [
  {
    name: 'p99 from intended start',
    field: 'p99Ms',
    series: 'p99Ms',
    stroke: 'var(--line-a)',
    width: 2.2,
    dash: '',
  },
  {
    name: 'median from intended start',
    field: 'p50Ms',
    series: 'p50Ms',
    stroke: 'var(--line-b)',
    width: 1.8,
    dash: '9 3',
  },
  {
    name: 'median from send',
    field: 'sendP50Ms',
    series: 'sendP50Ms',
    stroke: 'var(--line-c)',
    width: 1.8,
    dash: '2 3',
  },
] as const;

/** Latency over time on a logarithmic axis; a line is broken where no operation ended. */
export function latencyChart(experiment: Charted, label: string, widthPx: number): Html {
  const { buckets, faults } = experiment;
  const durationMs = axisEndMs(experiment);
  const bands = drawBands(faultBands(faults, durationMs), { durationMs, widthPx });
  const domain = extent(buckets);
  const ticks = [0.1, 1, 10, 100, 1000, 10_000, 100_000].filter((ms) => ms >= domain[0] && ms <= domain[1]);
  const half = bucketMs(buckets) / 2;
  return draw(label, {
    width: widthPx,
    height: 190 + bands.marginTop,
    marginTop: bands.marginTop,
    x: timeScale(durationMs, widthPx),
    y: { type: 'log', domain, label: null },
    marks: [
      gridY(ticks, { strokeOpacity: 0.15 }),
      axisY(ticks, { tickFormat: formatMs, label: null }),
      ...bands.marks,
      ...LATENCY_LINES.map(({ field, stroke, width, dash }) =>
        lineY(buckets, {
          x: (bucket: Bucket) => (bucket.atMs + half) / 1000,
          y: (bucket: Bucket) => atLeast(bucket[field]),
          stroke,
          strokeWidth: width,
          ...series(field),
          ...(dash && { strokeDasharray: dash }),
        }),
      ),
      ...loadEnd(experiment, durationMs),
    ],
  });
}

/** The same as text. */
export const latencyReadings = ({
  buckets,
  afterLoad,
}: Pick<ExperimentResult, 'buckets' | 'afterLoad'>): Readings => ({
  along: 'x',
  columns: ['', ...LATENCY_LINES.map(({ name }) => name)],
  rows: buckets.map((bucket) => [
    (bucket.atMs + bucketMs(buckets) / 2) / 1000,
    stretchInWords(bucket.atMs, bucketMs(buckets)) + sinceTheLoad({ afterLoad }, bucket.atMs),
    ...LATENCY_LINES.map(({ field }) => {
      const ms = bucket[field];
      return ms === null ? '' : formatMs(ms);
    }),
  ]),
});

const atLeast = (ms: number | null) => (ms === null ? Number.NaN : Math.max(ms, FLOOR_MS));

/** Whole decades around what was measured. */
function extent(buckets: readonly Bucket[]): [number, number] {
  const seen = buckets
    .flatMap(({ p50Ms, p99Ms, sendP50Ms }) => [p50Ms, p99Ms, sendP50Ms])
    .filter((ms) => ms !== null)
    .map((ms) => Math.log10(Math.max(ms, FLOOR_MS)));
  if (seen.length === 0) return [1, 100];
  const low = Math.floor(Math.min(...seen));
  return [10 ** low, 10 ** Math.max(Math.ceil(Math.max(...seen)), low + 1)];
}
