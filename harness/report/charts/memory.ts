import { axisY, dot, lineY, ruleX, text } from '@observablehq/plot';
import type { Html } from '../html/template.ts';
import type { Growth } from '../../model/results.ts';
import { byteUnit, formatBytes, formatMoment } from '../../units.ts';
import type { Readings } from './readings.ts';
import { draw, timeScale } from './frame.ts';

interface Reading {
  atMs: number;
  bytes: number;
}

/** The least that an axis of memory spans: below it, the picture would show nothing but noise. */
const LEAST_SPAN_BYTES = 500_000;

/** What the app's and the server's axis both span, so that a growth is as high in either picture. */
export function commonSpan(...series: (readonly Reading[])[]): number {
  const spans = series.map((readings) => {
    const bytes = readings.map((reading) => reading.bytes);
    return bytes.length > 0 ? Math.max(...bytes) - Math.min(...bytes) : 0;
  });
  return Math.max(LEAST_SPAN_BYTES, ...spans) * 1.1;
}

/** The same as text. */
export const memoryReadings = (readings: readonly Reading[]): Readings => ({
  along: 'x',
  columns: ['', ''],
  rows: readings.map((reading) => [
    seconds(reading),
    `${formatMoment(reading.atMs)} s`,
    formatBytes(reading.bytes),
  ]),
});

interface Options {
  growth: Pick<Growth, 'lastVisitorMs' | 'ttlMs'>;
  durationMs: number;
  spanBytes: number;
  stroke: string;
  widthPx: number;
}

/** Memory over time, with the last visitor and the end of the last session marked. */
export function memoryChart(readings: readonly Reading[], label: string, options: Options): Html {
  const { growth, durationMs, spanBytes, stroke, widthPx } = options;
  const low = Math.min(...readings.map(({ bytes }) => bytes)) - spanBytes * 0.05;
  const from = Number.isFinite(low) ? Math.max(0, low) : 0;
  const { unit, divisor } = byteUnit(from + spanBytes);
  const moments = [
    { atS: growth.lastVisitorMs / 1000, name: 'last visitor' },
    { atS: (growth.lastVisitorMs + growth.ttlMs) / 1000, name: '+1 TTL' },
  ].filter(({ atS }) => atS <= durationMs / 1000);
  const format = (bytes: number) => `${(bytes / divisor).toFixed(spanBytes / divisor < 5 ? 1 : 0)} ${unit}`;
  return draw(label, {
    width: widthPx,
    height: 165,
    marginTop: 22,
    marginLeft: 62,
    x: timeScale(durationMs, widthPx),
    y: { domain: [from, from + spanBytes * 1.1], label: null },
    marks: [
      axisY({ ticks: 4, tickFormat: format, label: null }),
      ruleX(moments, { x: 'atS', stroke: 'var(--muted)', strokeDasharray: '2 3' }),
      text(moments, {
        x: 'atS',
        text: 'name',
        frameAnchor: 'top',
        lineAnchor: 'bottom',
        textAnchor: 'end',
        dx: 3,
        dy: -5,
        fill: 'var(--muted)',
      }),
      lineY(readings, { x: seconds, y: 'bytes', stroke, strokeWidth: 2 }),
      dot(readings, { x: seconds, y: 'bytes', fill: stroke, r: 3 }),
    ],
  });
}

/** The first reading may be taken a moment before the first operation. */
const seconds = ({ atMs }: Reading) => Math.max(0, atMs) / 1000;
