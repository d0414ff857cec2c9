import { areaY, axisY, dot, lineY, type Markish, ruleY, text } from '@observablehq/plot';
import { axisEndMs, bucketMs, type Charted } from '../axis.ts';
import type { Html } from '../html/template.ts';
import type { Bucket, ExperimentResult } from '../../model/results.ts';
import { counted, formatCount } from '../../units.ts';
import { drawBands, faultBands } from './bands.ts';
import { draw, FIXED, series, timeScale } from './frame.ts';
import { loadEnd, sinceTheLoad } from './load-end.ts';
import { type Readings, stretchInWords } from './readings.ts';

interface Size {
  widthPx: number;
  heightPx: number;
  /** For charts that are compared with each other. */
  durationMs?: number;
  perSecond?: number;
}

/** The busiest bucket's operations per second. */
export function peakPerSecond(buckets: readonly Bucket[]): number {
  const totals = buckets.map(({ ok, absent, failed }) => ok + absent + failed);
  return (Math.max(1, ...totals) * 1000) / bucketMs(buckets);
}

/** Operations per second by outcome, stacked, with losses as crosses above and faults as bands behind. */
export function operationsChart(experiment: Charted, label: string, size: Size): Html {
  const { buckets, faults } = experiment;
  const { widthPx, heightPx, durationMs = axisEndMs(experiment) } = size;
  const top = (size.perSecond ?? peakPerSecond(buckets)) * 1.2;
  const bands = drawBands(faultBands(faults, axisEndMs(experiment)), { durationMs, widthPx });
  return draw(label, {
    width: widthPx,
    height: heightPx + bands.marginTop,
    marginTop: bands.marginTop,
    x: timeScale(durationMs, widthPx),
    y: { domain: [0, top], label: null },
    marks: [
      axisY({ ticks: Math.max(2, Math.round(heightPx / 50)), tickFormat: formatCount, label: null }),
      ...bands.marks,
      ...layers(buckets),
      ...loadEnd(experiment, durationMs),
      ...losses(buckets, top * 0.92, durationMs),
      ruleY([0], { ...FIXED, stroke: 'currentColor', strokeOpacity: 0.5 }),
    ],
  });
}

/** The same as text: a second's worth of each outcome, and whatever was broken then. */
export function operationsReadings({
  buckets,
  faults,
  afterLoad,
}: Pick<ExperimentResult, 'buckets' | 'faults' | 'afterLoad'>): Readings {
  const widthMs = bucketMs(buckets);
  const perSecond = (count: number) => `${formatCount((count * 1000) / widthMs)}/s`;
  return {
    along: 'x',
    columns: ['', 'ok', 'found no session', 'failed or unknown', 'lost', 'fault'],
    rows: buckets.map(({ atMs, ok, absent, failed, losses }) => [
      (atMs + widthMs / 2) / 1000,
      stretchInWords(atMs, widthMs) + sinceTheLoad({ afterLoad }, atMs),
      perSecond(ok),
      absent === 0 ? '' : perSecond(absent),
      failed === 0 ? '' : perSecond(failed),
      losses === 0 ? '' : formatCount(losses),
      faults
        .filter(({ onsetMs, healedMs = Infinity }) => onsetMs < atMs + widthMs && healedMs > atMs)
        .map(({ kind }) => kind)
        .join(', '),
    ]),
  };
}

/** Textures as well as colours, so that neither is needed to tell them apart. */
function layers(buckets: readonly Bucket[]): Markish[] {
  const rate = 1000 / bucketMs(buckets);
  const last = buckets.at(-1);
  // A step chart draws a bucket from its start to the next one's: the last needs an end.
  const steps = last ? [...buckets, { ...last, atMs: last.atMs + bucketMs(buckets) }] : [];
  const stacked = steps.map(({ atMs, ok, absent, failed }) => ({
    atS: atMs / 1000,
    ok: ok * rate,
    absent: (ok + absent) * rate,
    failed: (ok + absent + failed) * rate,
  }));
  const layer = (y1: string | number, y2: string, fill: string, stroke: string) => [
    areaY(stacked, { x: 'atS', y1, y2, curve: 'step-after', fill, ...series(y2) }),
    lineY(stacked, { x: 'atS', y: y2, curve: 'step-after', stroke, strokeWidth: 1, ...series(y2) }),
  ];
  return [
    ...layer('absent', 'failed', 'url(#dots)', 'var(--failed)'),
    ...layer('ok', 'absent', 'url(#hatch)', 'var(--absent)'),
    ...layer(0, 'ok', 'var(--ok-fill)', 'var(--ok)'),
  ];
}

function losses(buckets: readonly Bucket[], y: number, axisMs: number): Markish[] {
  const lossy = buckets.filter((bucket) => bucket.losses > 0);
  const centre = (bucket: Bucket) => (bucket.atMs + bucketMs(buckets) / 2) / 1000;
  const total = lossy.reduce((sum, bucket) => sum + bucket.losses, 0);
  const [first, last] = [lossy[0], lossy.at(-1)];
  const crosses = dot(lossy, {
    x: centre,
    y,
    symbol: 'times',
    r: 4.5,
    stroke: 'var(--loss)',
    strokeWidth: 2.5,
    title: (bucket: Bucket) => counted(bucket.losses, 'loss'),
    ...series('loss'),
  });
  if (!first || !last) return [crosses];
  // Right of the last cross, unless the words would leave the chart there; else left of the first, or below the last.
  const right = last.atMs < axisMs * 0.75;
  const left = !right && first.atMs > axisMs * 0.2;
  const words = text([`${formatCount(total)} lost`], {
    x: centre(left ? first : last),
    y,
    dx: right ? 9 : left ? -9 : 0,
    dy: right || left ? 0 : 14,
    textAnchor: right ? 'start' : 'end',
    fill: 'var(--loss)',
    fontWeight: 600,
    stroke: 'var(--paper)',
    strokeWidth: 4,
    ...series('loss'),
  });
  return [crosses, words];
}
