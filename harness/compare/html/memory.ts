import { axisX, axisY, barX, gridX, ruleX, ruleY } from '@observablehq/plot';
import { draw, series } from '../../report/charts/frame.ts';
import type { Readings } from '../../report/charts/readings.ts';
import { figure, legend } from '../../report/html/figure.ts';
import { table } from '../../report/html/table.ts';
import { type Html, html } from '../../report/html/template.ts';
import { formatBytes } from '../../units.ts';
import { isKnown, type Bytes, type ComparedStore, type Comparison, type Unknown } from '../comparison.ts';
import { heldInWords, storedInWords, unknownInWords } from '../figures.ts';

const SIDES = [
  { side: 'app', name: "the app's heap", fill: 'var(--line-a)' },
  { side: 'server', name: 'the store outside of it', fill: 'var(--line-c)' },
] as const;

/** What a session costs and where, and what is left of it when it has expired. */
export function memorySection({ stores }: Comparison): Html | false {
  const known = stores.filter(({ memory: { app, server } }) => isKnown(app) || (server && isKnown(server)));
  if (known.length === 0) return false;
  const hasBars = known.some(
    ({ memory: { app, server } }) =>
      (isKnown(app) && app.grows) || (server && isKnown(server) && server.grows),
  );
  return html`<section>
    <h2>Memory of a session</h2>
    <p>
      Visitors with 1 KB of data each who never come back. A bar is the slope of memory over sessions, its
      line the 95 % interval; where the slope cannot be told from drift there is no bar.
    </p>
    ${
      hasBars &&
      html`<div class="single">
        ${figure('Bytes that one session adds', (widthPx) => memoryChart(known, widthPx), {
          legend: legend(SIDES.map(({ name, fill }) => ({ name, fill, stroke: 'none', series: name }))),
          readings: memoryRows(known),
        })}
      </div>`
    }
    ${table(
      'Memory of a session, and what is held one TTL after the last visitor',
      [
        { name: 'Store' },
        { name: 'In the app', figure: true },
        { name: 'Held there', figure: true },
        { name: 'In the store', figure: true },
        { name: 'Held there', figure: true },
        { name: 'Sessions still in the store', figure: true },
      ],
      known.map(({ name, memory }) => [
        name,
        bytes(memory.app),
        heldInWords(memory.app),
        bytes(memory.server),
        heldInWords(memory.server),
        storedInWords(memory) ?? '',
      ]),
    )}
  </section>`;
}

function bytes(of: Bytes | Unknown | undefined): string {
  if (of === undefined) return '–';
  if (!isKnown(of)) return unknownInWords(of);
  return of.grows
    ? `${formatBytes(of.bytesPerSession)} (${formatBytes(of.low)} to ${formatBytes(of.high)})`
    : `none (${formatBytes(of.smallestVisible)} would have been seen)`;
}

const memoryRows = (stores: readonly ComparedStore[]): Readings => ({
  along: 'y',
  columns: ['', ...SIDES.map(({ name }) => name)],
  rows: stores.map(({ name, memory }, at) => [at, name, ...SIDES.map(({ side }) => bytes(memory[side]))]),
});

const ROW_PX = 26;

function memoryChart(stores: readonly ComparedStore[], widthPx: number): Html {
  const bars = stores.flatMap(({ name, memory }) =>
    SIDES.flatMap(({ side, name: of, fill }, at) => {
      const bytes = memory[side];
      return bytes && isKnown(bytes) && bytes.grows
        ? [
            {
              name,
              of,
              fill,
              shift: (at * 2 - 1) * 4,
              bytes: bytes.bytesPerSession,
              low: Math.max(0, bytes.low),
              high: bytes.high,
            },
          ]
        : [];
    }),
  );
  const most = Math.max(1000, ...bars.map(({ high }) => high));
  return draw('Bytes that one session adds, by store', {
    width: widthPx,
    height: stores.length * ROW_PX + 50,
    marginLeft: 150,
    marginRight: 24,
    marginTop: 8,
    x: { domain: [0, most * 1.05], label: null },
    y: { type: 'band', domain: stores.map(({ name }) => name), label: null },
    marks: [
      gridX({ strokeOpacity: 0.15 }),
      axisX({ tickFormat: formatBytes, label: null, ticks: Math.max(3, Math.round(widthPx / 110)) }),
      axisY({ label: null, tickSize: 0 }),
      ...bars.flatMap(({ shift, fill, of, ...bar }) => [
        barX([bar], {
          y: 'name',
          x1: 0,
          x2: 'bytes',
          fill,
          fillOpacity: 0.75,
          dy: shift,
          insetTop: 7,
          insetBottom: 7,
          ...series(of),
        }),
        ruleY([bar], { y: 'name', x1: 'low', x2: 'high', dy: shift, stroke: 'currentColor', ...series(of) }),
      ]),
      ruleX([0]),
    ],
  });
}
