import { createHash } from 'node:crypto';
import { latencyChart, LATENCY_LINES } from '../report/charts/latency.ts';
import { operationsChart } from '../report/charts/operations.ts';
import { figure, legend, OPERATIONS_LEGEND, patterns } from '../report/html/figure.ts';
import { STYLE } from '../report/html/style.ts';
import { Html, html } from '../report/html/template.ts';
import { formatCount, formatMs } from '../units.ts';
import type { Judged } from './messages.ts';
import type { LiveMeter } from './meter.ts';
import { anomaliesInWords, heapInWords, latencyInWords, servedShare } from './words.ts';

/** Puts in place what the server drew anew; in the end the report, which then needs no server. */
const SCRIPT = `
const events = new EventSource('events');
events.onmessage = ({ data }) => { document.querySelector('main').innerHTML = JSON.parse(data); };
events.onerror = () => { document.querySelector('#state').textContent = 'The run is over, or was ended.'; };
events.addEventListener('over', ({ data }) => {
  events.close();
  const report = JSON.parse(data);
  if (report === null) { document.querySelector('#state').textContent = 'The run is over; it has no report.'; return; }
  location.replace(report);
});
`;

const LIVE_STYLE = `
.live { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 8px 28px; margin: 16px 0; }
.live div { border-top: 1px solid var(--rule); padding-top: 6px; }
.live dt { font-size: 13px; }
.live dd { font-size: 17px; font-weight: 600; font-variant-numeric: tabular-nums; }
`;

/** Only the page's own script runs, and it asks nobody but this server. */
export const LIVE_POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`,
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface Shown {
  title: string;
  durationMs: number;
  phase: string;
  meter: LiveMeter;
  judged: Judged | undefined;
  doubt: string | undefined;
}

/** The page as it is first asked for; afterwards only what is in `main` is drawn anew. */
export const livePage = (shown: Shown): string =>
  `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Holdfast: ${shown.title}</title>
        <style>
          ${new Html(STYLE + LIVE_STYLE)}
        </style>
      </head>
      <body>
        ${patterns}
        <main>${liveContent(shown)}</main>
        ${new Html(`<script>${SCRIPT}</script>`)}
      </body>
    </html>`.markup
  }`;

export function liveContent({ title, durationMs, phase, meter, judged, doubt }: Shown): Html {
  const { total, now } = meter;
  const heap = heapInWords(meter);
  const facts: [string, string][] = [
    ['served', `${servedShare(total)} of ${formatCount(total.operations)}`],
    ['not served', formatCount(total.unserved)],
    ['now', `${formatCount(Math.round(now.perSecond))}/s`],
    ['latency now, from the intended start', latencyInWords(now)],
    ['latency of all', latencyInWords(total)],
    ['anomalies so far', anomaliesInWords(judged, doubt)],
    ...(heap === undefined ? [] : [['heap of the app', heap] as [string, string]]),
  ];
  return html`<p class="run">Holdfast, while it runs</p>
    <h1>${title}</h1>
    <p id="state" class="decision">${phase}: ${formatMs(meter.lastMs)} of ${formatMs(durationMs)}</p>
    ${
      meter.spoilt !== undefined &&
      html`<ul class="problems">
        <li>${meter.spoilt}</li>
      </ul>`
    }
    <dl class="live">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${charts(meter, durationMs)}
    <p class="note">What was found so far is no verdict: that comes when the run is over.</p>`;
}

function charts(meter: LiveMeter, durationMs: number): Html {
  const { buckets, faults } = meter;
  if (buckets.length === 0) return html`<p class="note">No operation has ended yet.</p>`;
  const charted = { buckets, faults, durationMs, growth: null };
  return html`<div class="charts">
    ${figure(
      'Operations per second',
      (widthPx) =>
        operationsChart(charted, 'operations per second over time, so far', { widthPx, heightPx: 190 }),
      { legend: OPERATIONS_LEGEND },
    )}
    ${figure(
      'Latency (logarithmic)',
      (widthPx) => latencyChart(charted, 'latency over time, so far', widthPx),
      { legend: legend(LATENCY_LINES) },
    )}
  </div>`;
}
