import { type Markish, rect, ruleX, text } from '@observablehq/plot';
import type { Charted } from '../axis.ts';
import { series } from './frame.ts';

/** A named stretch of the time axis. */
export interface Band {
  name: string;
  fromS: number;
  toS: number;
}

interface Axis {
  durationMs: number;
  widthPx: number;
  marginLeft?: number;
  marginRight?: number;
}

const LANE_PX = 15;
const MAX_LANES = 4;
const CHARACTER_PX = 6.6;

/** Faults as bands: from the onset to the healing, or to the end of the experiment. */
export const faultBands = (faults: Charted['faults'], durationMs: number): Band[] =>
  faults.map((fault) => ({
    name: fault.tookEffect ? fault.kind : `${fault.kind} (no effect)`,
    fromS: fault.onsetMs / 1000,
    toS: (fault.healedMs ?? durationMs) / 1000,
  }));

/** Shaded bands, and their names above the plot; names that would run into each other stand on lanes. */
export function drawBands(bands: readonly Band[], axis: Axis): { marks: Markish[]; marginTop: number } {
  const labels = layOut(bands, axis);
  const lanes = Math.max(0, ...labels.map(({ lane }) => lane + 1));
  const marks = [
    rect(bands, { x1: 'fromS', x2: 'toS', fill: 'var(--band)', fillOpacity: 0.22, ...series('fault') }),
    ruleX(bands, { x: 'fromS', stroke: 'var(--band)', strokeWidth: 1.5, ...series('fault') }),
    ...labels.map(({ band, lane, end }) =>
      text([band.name], {
        x: end ? band.toS : band.fromS,
        frameAnchor: 'top',
        textAnchor: end ? 'end' : 'start',
        lineAnchor: 'bottom',
        dy: -4 - lane * LANE_PX,
        fill: 'var(--band-text)',
        fontWeight: 600,
        ...series('fault'),
      }),
    ),
  ];
  return { marks, marginTop: 10 + lanes * LANE_PX };
}

interface Label {
  band: Band;
  lane: number;
  /** It ends at the band's end, because it would leave the chart on the right. */
  end: boolean;
}

/** The lowest lane on which each name is free; a name that finds none is left to the table. */
export function layOut(bands: readonly Band[], axis: Axis): Label[] {
  const { durationMs, widthPx, marginLeft = 48, marginRight = 12 } = axis;
  const perSecond = ((widthPx - marginLeft - marginRight) * 1000) / durationMs;
  const right = widthPx - marginRight;
  const ends: { fromPx: number; toPx: number }[][] = [];
  const labels: Label[] = [];
  for (const band of bands.toSorted((a, b) => a.fromS - b.fromS)) {
    const lengthPx = band.name.length * CHARACTER_PX;
    const startPx = marginLeft + band.fromS * perSecond;
    const end = startPx + lengthPx > right;
    const fromPx = end ? marginLeft + band.toS * perSecond - lengthPx : startPx;
    const place = { fromPx, toPx: fromPx + lengthPx + 6 };
    const free = Array.from({ length: MAX_LANES }, (_, lane) => lane).find(
      (lane) => !ends[lane]?.some((taken) => taken.fromPx < place.toPx && place.fromPx < taken.toPx),
    );
    if (free === undefined) continue;
    (ends[free] ??= []).push(place);
    labels.push({ band, lane: free, end });
  }
  return labels;
}
