import { areaY, axisY, dot, line } from '@observablehq/plot';
import type { Html } from '../html/template.ts';
import type { Growth, Slope } from '../../model/results.ts';
import { byteUnit, counted, formatBytes, formatCount, formatMoment } from '../../units.ts';
import type { Readings } from './readings.ts';
import { draw, series } from './frame.ts';

type Sample = Growth['app']['samples'][number];

/**
 * Heap against sessions created so far: samples (hollow: outside the fit), the fitted line, and the 95 % interval of its slope as lines
 * through the samples' mean, where a least-squares line turns when only its slope changes.
 */
export function slopeChart(
  growth: Pick<Growth, 'app' | 'lastVisitorMs'>,
  label: string,
  widthPx: number,
): Html {
  const { samples, slope, fittedFromMs } = growth.app;
  const growing = samples.filter(({ atMs }) => atMs <= growth.lastVisitorMs);
  const fitted =
    fittedFromMs === undefined
      ? growing.slice(-(slope?.samples ?? 0))
      : growing.filter(({ atMs }) => atMs >= fittedFromMs);
  const others = samples.filter((sample) => !fitted.includes(sample));
  const fan = slope && fitted.length > 0 ? fit(slope, fitted) : [];
  const bytes = [...samples.map(({ heapBytes }) => heapBytes), ...fan.map(({ at }) => at)];
  const low = Math.min(...bytes);
  const span = Math.max(Math.max(...bytes) - low, 500_000);
  const { unit, divisor } = byteUnit(low + span);
  const format = (value: number) => `${(value / divisor).toFixed(span / divisor < 5 ? 1 : 0)} ${unit}`;
  return draw(label, {
    width: widthPx,
    height: 240,
    marginTop: 14,
    marginLeft: 62,
    marginRight: 20,
    x: {
      label: 'sessions created so far',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: Math.max(3, Math.round(widthPx / 110)),
      tickFormat: formatCount,
    },
    y: samples.length > 0 ? { domain: [low - span * 0.08, low + span * 1.1], label: null } : { label: null },
    marks: [
      axisY({ ticks: 5, tickFormat: format, label: null }),
      areaY(fan, {
        x: 'sessions',
        y1: 'low',
        y2: 'high',
        fill: 'var(--line-a)',
        fillOpacity: 0.2,
        ...series('interval'),
      }),
      line(fan, { x: 'sessions', y: 'at', stroke: 'var(--line-a)', strokeWidth: 1.5, ...series('line') }),
      dot(fitted, { x: 'sessions', y: 'heapBytes', fill: 'currentColor', r: 3.5, ...series('reading') }),
      dot(others, {
        x: 'sessions',
        y: 'heapBytes',
        stroke: 'currentColor',
        symbol: 'diamond',
        r: 4.5,
        ...series('outside'),
      }),
    ],
  });
}

/** The same as text. */
export const slopeReadings = ({ app: { samples } }: Pick<Growth, 'app'>): Readings => ({
  along: 'x',
  columns: ['', '', ''],
  rows: samples
    .toSorted((a, b) => a.sessions - b.sessions)
    .map(({ sessions, heapBytes, atMs }) => [
      sessions,
      counted(sessions, 'session'),
      formatBytes(heapBytes),
      `at ${formatMoment(atMs)} s`,
    ]),
});

/** The line at both ends and at its turning point, with the bounds that the slope's interval gives. */
function fit(slope: Slope, samples: readonly Sample[]) {
  const sessions = samples.map((sample) => sample.sessions);
  const mean = sessions.reduce((sum, count) => sum + count, 0) / sessions.length;
  const middle = slope.interceptBytes + slope.bytesPerSession * mean;
  return [Math.min(...sessions), mean, Math.max(...sessions)].map((count) => {
    const bounds = [slope.low, slope.high].map((each) => middle + each * (count - mean));
    return {
      sessions: count,
      at: slope.interceptBytes + slope.bytesPerSession * count,
      low: Math.min(...bounds),
      high: Math.max(...bounds),
    };
  });
}
