import { axisX, axisY, dot, gridX, ruleY } from '@observablehq/plot';
import { draw, series } from '../../report/charts/frame.ts';
import type { Readings } from '../../report/charts/readings.ts';
import { figure, legend } from '../../report/html/figure.ts';
import { table } from '../../report/html/table.ts';
import { type Html, html } from '../../report/html/template.ts';
import { formatMs } from '../../units.ts';
import type { ComparedStore, Comparison, LatencySpread, Spread } from '../comparison.ts';
import { latencyOn, spreadInMs } from '../figures.ts';

const MARKS = [
  {
    name: 'p99 from intended start',
    of: (one: LatencySpread) => one.fromIntended.p99Ms,
    stroke: 'var(--line-a)',
    fill: 'var(--line-a)',
  },
  {
    name: 'p99 from send',
    of: (one: LatencySpread) => one.fromSend.p99Ms,
    stroke: 'var(--line-c)',
    fill: 'var(--paper)',
  },
  {
    name: 'median from intended start',
    of: (one: LatencySpread) => one.fromIntended.p50Ms,
    stroke: 'var(--line-b)',
    fill: 'var(--line-b)',
  },
] as const;

const LEGEND = legend([
  ...MARKS.map(({ name, stroke }) => ({ name, stroke, series: name })),
  { name: 'a dot is the median of the rounds, its line their range', sign: 'dot' as const },
]);

/** Latency of reads and of writes, one row a store, with the range of the rounds. */
export function latencySection({ stores }: Comparison): Html | false {
  const known = stores.filter((store) => latencyOn(store, 'read') ?? latencyOn(store, 'write'));
  if (known.length === 0) return false;
  return html`<section>
    <h2>Latency at the same offered load</h2>
    <div class="charts">
      ${['read', 'write'].map((op) =>
        figure(`${op}s, logarithmic`, (widthPx) => latencyChart(known, op, widthPx), {
          legend: LEGEND,
          readings: latencyRows(known, op),
        }),
      )}
    </div>
    <details>
      <summary>The same in figures</summary>
      ${table(
        'Latency in ms: median of the rounds (lowest to highest)',
        [
          { name: 'Store' },
          { name: 'Operation' },
          { name: 'Median, intended start', figure: true },
          { name: 'Median, sent', figure: true },
          { name: 'p99, intended start', figure: true },
          { name: 'p99, sent', figure: true },
          { name: 'Rounds', figure: true },
        ],
        known.flatMap((store) => ['read', 'write'].flatMap((op) => latencyRow(store, op))),
      )}
    </details>
  </section>`;
}

function latencyRow(store: ComparedStore, op: string): string[][] {
  const spread = latencyOn(store, op);
  if (!spread) return [];
  const { fromIntended, fromSend } = spread;
  const each = [fromIntended.p50Ms, fromSend.p50Ms, fromIntended.p99Ms, fromSend.p99Ms].map(spreadInMs);
  return [[store.name, op, ...each, String(fromIntended.p99Ms.rounds)]];
}

function latencyRows(stores: readonly ComparedStore[], op: string): Readings {
  const rows = stores.flatMap((store) => {
    const spread = latencyOn(store, op);
    return spread ? [[store.name, ...MARKS.map(({ of }) => `${spreadInMs(of(spread))} ms`)]] : [];
  });
  return {
    along: 'y',
    columns: ['', ...MARKS.map(({ name }) => name)],
    rows: rows.map((row, at) => [at, ...row] as const),
  };
}

const ROW_PX = 30;
const FLOOR_MS = 0.05;

function latencyChart(stores: readonly ComparedStore[], op: string, widthPx: number): Html {
  const rows = stores.flatMap((store) => {
    const spread = latencyOn(store, op);
    return spread ? [{ name: store.name, spread }] : [];
  });
  const points = MARKS.map(({ name: mark, of, stroke, fill }, at) => ({
    mark,
    stroke,
    fill,
    shift: (at - 1) * 6,
    data: rows.map(({ name, spread }) => ({ name, ...floored(of(spread)) })),
  }));
  const all = points.flatMap(({ data }) => data.flatMap(({ low, high }) => [low, high]));
  const domain = [
    10 ** Math.floor(Math.log10(Math.min(...all))),
    10 ** Math.ceil(Math.log10(Math.max(...all))),
  ];
  const ticks = [0.01, 0.1, 1, 10, 100, 1000, 10_000].filter(
    (ms) => ms >= (domain[0] ?? 0) && ms <= (domain[1] ?? 0),
  );
  return draw(`Latency of ${op}s by store`, {
    width: widthPx,
    height: rows.length * ROW_PX + 50,
    marginLeft: 150,
    marginRight: 24,
    marginTop: 8,
    x: { type: 'log', domain, label: null },
    y: { type: 'band', domain: rows.map(({ name }) => name), label: null },
    marks: [
      gridX(ticks, { strokeOpacity: 0.15 }),
      axisX(ticks, { tickFormat: formatMs, label: null }),
      axisY({ label: null, tickSize: 0 }),
      ...points.flatMap(({ mark, data, stroke, fill, shift }) => [
        ruleY(data, { y: 'name', x1: 'low', x2: 'high', dy: shift, stroke, strokeWidth: 2, ...series(mark) }),
        dot(data, {
          y: 'name',
          x: 'median',
          dy: shift,
          stroke,
          fill,
          strokeWidth: 2,
          r: 3.2,
          ...series(mark),
        }),
      ]),
    ],
  });
}

/** A logarithmic axis has no zero. */
const floored = ({ median, low, high }: Spread) => ({
  median: Math.max(FLOOR_MS, median),
  low: Math.max(FLOOR_MS, low),
  high: Math.max(FLOOR_MS, high),
});
