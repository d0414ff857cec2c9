import { axisEndMs } from '../axis.ts';
import { commonSpan, memoryChart, memoryReadings } from '../charts/memory.ts';
import { slopeChart, slopeReadings } from '../charts/slope.ts';
import type { ExperimentResult, Growth, Slope } from '../../model/results.ts';
import { grew } from '../../stats/growth.ts';
import { counted, formatBytes, formatCount, formatPercent, formatSlope } from '../../units.ts';
import { aheadInWords, roomInWords } from '../room.ts';
import { figure, legend } from './figure.ts';
import { table } from './table.ts';
import { type Html, html } from './template.ts';

/** Heap and what the store holds outside of it against time, heap against sessions, and the figures of both. */
export function growthCharts(experiment: ExperimentResult): Html | false {
  const { growth } = experiment;
  if (!growth) return false;
  const app = growth.app.samples.map(({ atMs, heapBytes }) => ({ atMs, bytes: heapBytes }));
  const server = growth.server?.samples.map(({ atMs, memoryBytes }) => ({ atMs, bytes: memoryBytes })) ?? [];
  const common = { growth, durationMs: axisEndMs(experiment), spanBytes: commonSpan(app, server) };
  const draw = (readings: typeof app, label: string, stroke: string) => (widthPx: number) =>
    memoryChart(readings, label, { ...common, stroke, widthPx });
  return html`<div>
      ${figure('App: heap after forced collections', draw(app, 'Heap of the app over time', 'var(--line-a)'), { readings: memoryReadings(app) })}
      ${
        growth.server
          ? figure(
              `The store: ${growth.server.figure}; its axis spans as much as the app's`,
              draw(
                server,
                `What the store holds outside of the app, over time (${growth.server.figure})`,
                'var(--line-c)',
              ),
              { readings: memoryReadings(server) },
            )
          : html`<p class="note">
              Nothing outside of the app was read: what a store without a server and without files holds, it
              holds in the app.
            </p>`
      }
    </div>
    ${figure(
      'App: heap against sessions created',
      (widthPx) =>
        slopeChart(growth, `Heap of the app against sessions. ${perSession(growth.app.slope)}`, widthPx),
      { legend: SLOPE_LEGEND, readings: slopeReadings(growth) },
    )}`;
}

const SLOPE_LEGEND = legend([
  { name: 'fitted line', stroke: 'var(--line-a)', series: 'line' },
  { name: '95 % interval of its slope', fill: 'var(--line-a-fill)', stroke: 'none', series: 'interval' },
  { name: 'reading', sign: 'dot', series: 'reading' },
  { name: 'reading outside the fit', sign: 'diamond', series: 'outside' },
]);

const perSession = (slope: Slope | null) => (slope ? `${formatSlope(slope)} a session` : 'unknown');

/** Held is a share of a growth: where there was none, there is nothing to hold. */
function held(slope: Slope | null, ratio: number | null): string {
  if (ratio !== null) return formatPercent(ratio);
  return slope && !grew(slope) ? 'nothing grew' : 'unknown';
}

const COLUMNS = [
  { name: 'Memory' },
  { name: 'Growth', figure: true },
  { name: '95 % interval', figure: true },
  { name: 'Smallest visible', figure: true },
  { name: 'Held one TTL after', figure: true },
  { name: 'Sessions counted then', figure: true },
];

/** Slopes with what they could have missed, and what was still held when every session had expired. */
export function growthTable({ growth }: ExperimentResult): Html | false {
  if (!growth) return false;
  const { app, server, visitors, perRequest } = growth;
  const rows = [row('app: heap', app, 'not counted')];
  if (perRequest?.slope) rows.push(rowPerRequest(perRequest.requests, perRequest.slope));
  if (server) {
    const stored = server.storedAfterTtl === null ? 'not counted' : formatCount(server.storedAfterTtl);
    rows.push(row(`store: ${server.figure}`, server, stored));
  }
  const said = [aheadInWords(app), roomInWords(app)].filter((each) => each !== undefined);
  return html`${table(`Growth by ${counted(visitors, 'visitor')} who never came back`, COLUMNS, rows)}
  ${said.map((sentence) => html`<p class="facts">App: ${sentence}.</p>`)}`;
}

/** What requests leave behind has no time at which it should be gone. */
function rowPerRequest(requests: number, slope: Slope): string[] {
  return [
    `app: heap, over ${counted(requests, 'request')} of visitors who came back`,
    `${formatSlope(slope)} a request`,
    `${formatBytes(slope.low)} to ${formatBytes(slope.high)}`,
    formatBytes(slope.smallestVisible),
    grew(slope) ? 'left behind' : 'nothing grew',
    'not counted',
  ];
}

function row(name: string, memory: Pick<Growth['app'], 'slope' | 'heldAfterTtl'>, stored: string): string[] {
  const { slope, heldAfterTtl } = memory;
  return [
    name,
    perSession(slope),
    slope ? `${formatBytes(slope.low)} to ${formatBytes(slope.high)}` : 'unknown',
    slope ? formatBytes(slope.smallestVisible) : 'unknown',
    held(slope, heldAfterTtl),
    stored,
  ];
}
