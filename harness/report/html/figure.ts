import { NARROW_PX, WIDE_PX } from '../charts/frame.ts';
import { type Readings, readingsData } from '../charts/readings.ts';
import { type Html, html } from './template.ts';

/** A chart with its caption and legend, drawn for wide and for narrow pages; the style sheet shows one. By its readings it can be read off. */
export function figure(
  caption: string,
  draw: (widthPx: number) => Html,
  { legend, readings }: { legend?: Html; readings?: Readings } = {},
): Html {
  return html`<figure>
    <figcaption>${caption}</figcaption>
    ${legend}
    <div class="wide">${draw(WIDE_PX)}</div>
    <div class="narrow">${draw(NARROW_PX)}</div>
    ${readings && readingsData(readings)}
  </figure>`;
}

/** Patterns that charts and legends fill with. Once a page. */
export const patterns = html`<svg class="patterns" width="0" height="0" aria-hidden="true">
  <defs>
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="var(--absent)" fill-opacity="0.18" />
      <line x1="0" y1="0" x2="0" y2="6" stroke="var(--absent)" stroke-width="3" />
    </pattern>
    <pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse">
      <rect width="5" height="5" fill="var(--failed)" fill-opacity="0.25" />
      <circle cx="2.5" cy="2.5" r="1.4" fill="var(--failed)" />
    </pattern>
  </defs>
</svg>`;

interface Entry {
  name: string;
  fill?: string;
  stroke?: string;
  dash?: string;
  sign?: 'cross' | 'dot' | 'diamond';
  /** Of which marks it switches on and off. */
  series?: string;
}

/** What the colours, textures and dashes of a chart mean. */
export const legend = (entries: readonly Entry[]): Html =>
  html`<ul class="legend">
    ${entries.map(
      (entry) =>
        html`<li ${entry.series !== undefined && html`data-series="${entry.series}"`}>
          ${sample(entry)} ${entry.name}
        </li>`,
    )}
  </ul>`;

const SIGNS = {
  cross: html`<path d="M7 2l8 8m0-8l-8 8" stroke="var(--loss)" stroke-width="2.5" />`,
  dot: html`<circle cx="11" cy="6" r="4" fill="currentColor" />`,
  diamond: html`<path d="M11 1l4 5l-4 5l-4-5z" fill="none" stroke="currentColor" stroke-width="1.5" />`,
} as const;

function sample({ fill, stroke, dash, sign }: Entry): Html {
  const mark = sign
    ? SIGNS[sign]
    : fill === undefined
      ? html`<line
          x1="0"
          y1="6"
          x2="22"
          y2="6"
          stroke="${stroke}"
          stroke-width="2.5"
          stroke-dasharray="${dash}"
        />`
      : html`<rect x="0.5" y="0.5" width="21" height="11" fill="${fill}" stroke="${stroke}" />`;
  return html`<svg width="22" height="12" aria-hidden="true">${mark}</svg>`;
}

export const OPERATIONS_LEGEND = legend([
  { name: 'ok', fill: 'var(--ok-fill)', stroke: 'var(--ok)', series: 'ok' },
  { name: 'found no session', fill: 'url(#hatch)', stroke: 'var(--absent)', series: 'absent' },
  { name: 'failed, or nobody knows', fill: 'url(#dots)', stroke: 'var(--failed)', series: 'failed' },
  { name: 'loss seen', sign: 'cross', series: 'loss' },
  { name: 'fault', fill: 'var(--band-fill)', stroke: 'var(--band)', series: 'fault' },
]);
