import { axisX, dot, type Markish, rect, ruleY, text } from '@observablehq/plot';
import type { Html } from '../html/template.ts';
import type { Anomaly, FaultResult, WitnessStep } from '../../model/results.ts';
import { formatMoment } from '../../units.ts';
import { remarks, stepInWords } from '../witness.ts';
import { faultBands } from './bands.ts';
import { draw, FIXED, FONT_PX } from './frame.ts';
import type { Readings } from './readings.ts';

const ROW_PX = 24;

/** A witness as a timeline of its clients: a lane each, with a row for each step, as long as it took; its fault behind. */
export function witnessChart(
  { witness }: Pick<Anomaly, 'witness'>,
  faults: readonly FaultResult[],
  durationMs: number,
  { label, widthPx }: { label: string; widthPx: number },
): Html {
  const from = Math.min(...witness.map(({ startMs }) => startMs)) / 1000;
  const to = Math.max(...witness.map(({ endMs }) => endMs)) / 1000;
  const pad = Math.max((to - from) * 0.04, 0.002);
  const domain: [number, number] = [from - pad, to + pad];
  const lanes = lanesOf(witness);
  const marginLeft = Math.min(
    widthPx / 3,
    18 + Math.max(...lanes.map(({ client }) => client.length)) * FONT_PX * 0.6,
  );
  const inside = faultBands(faults, durationMs)
    .filter((band) => band.fromS < domain[1] && band.toS > domain[0])
    .map((b) => ({ ...b, fromS: Math.max(b.fromS, domain[0]), toS: Math.min(b.toS, domain[1]) }));
  return draw(label, {
    width: widthPx,
    height: witness.length * ROW_PX + 60,
    marginTop: 20,
    marginLeft,
    x: { domain },
    y: { domain: [-0.6, witness.length - 0.4], reverse: true, axis: null },
    marks: [
      axisX({
        ticks: Math.max(2, Math.round(widthPx / 90)),
        label: 'seconds since start',
        labelAnchor: 'center',
        labelArrow: 'none',
      }),
      rect(inside, { x1: 'fromS', x2: 'toS', fill: 'var(--band)', fillOpacity: 0.22 }),
      text(inside.slice(0, 1), {
        x: 'fromS',
        text: 'name',
        frameAnchor: 'top',
        lineAnchor: 'bottom',
        textAnchor: 'start',
        dy: -5,
        fill: 'var(--band-text)',
        fontWeight: 600,
      }),
      ruleY(
        lanes.slice(1).map(({ first }) => first - 0.5),
        { stroke: 'var(--rule)', ...FIXED },
      ),
      text(lanes, {
        y: ({ first, steps }: Lane) => first + (steps.length - 1) / 2,
        text: 'client',
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: -marginLeft + 2,
        fill: 'var(--muted)',
        fontWeight: 600,
        ...FIXED,
      }),
      ...lanes.flatMap(({ first, steps }) =>
        steps.flatMap((step, at) => rowMarks(step, first + at, { domain, widthPx: widthPx - marginLeft })),
      ),
    ],
  });
}

interface Lane {
  client: string;
  /** The row of its first step. */
  first: number;
  steps: WitnessStep[];
}

/** One a client, in the order in which they come in. */
function lanesOf(witness: readonly WitnessStep[]): Lane[] {
  let first = 0;
  return [...Map.groupBy(witness, ({ client }) => client)].map(([client, steps]) => {
    const lane = { client, first, steps };
    first += steps.length;
    return lane;
  });
}

/** The same as text, step by step in order of time. */
export const witnessReadings = ({ witness }: Pick<Anomaly, 'witness'>): Readings => ({
  along: 'x',
  columns: ['', '', '', '', ''],
  rows: witness.map((step) => [
    (step.startMs + step.endMs) / 2000,
    `${formatMoment(step.startMs)} to ${formatMoment(step.endMs)} s`,
    step.client,
    stepInWords(step),
    step.outcome,
    remarks(step),
  ]),
});

const COLOURS = { ok: 'var(--ok)', fail: 'var(--failed)', info: 'var(--absent)' } as const;
const SYMBOLS = { ok: 'circle', fail: 'times', info: 'square' } as const;

/** A bar with a sign at its end, and its words on the side that has room. */
function rowMarks(
  step: WitnessStep,
  row: number,
  { domain, widthPx }: { domain: [number, number]; widthPx: number },
): Markish[] {
  const [from, to] = [step.startMs / 1000, step.endMs / 1000];
  const left = (from + to) / 2 > (domain[0] + domain[1]) / 2;
  const most = Math.floor((widthPx * 0.5) / (FONT_PX * 0.56));
  const words = `${stepInWords(step)}  ${step.outcome}`;
  return [
    ruleY([row], { x1: from, x2: to, stroke: COLOURS[step.outcome], strokeWidth: 6, strokeLinecap: 'round' }),
    dot([row], {
      x: to,
      y: row,
      symbol: SYMBOLS[step.outcome],
      r: 4.5,
      stroke: COLOURS[step.outcome],
      strokeWidth: 2,
    }),
    text([words.length > most ? `${words.slice(0, most - 1)}…` : words], {
      x: left ? from : to,
      y: row,
      dx: left ? -9 : 9,
      textAnchor: left ? 'end' : 'start',
      fill: 'currentColor',
      stroke: 'var(--paper)',
      strokeWidth: 3,
    }),
  ];
}
