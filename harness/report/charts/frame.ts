import { plot, type PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { Html } from '../html/template.ts';

// Plot needs a document to make elements of; nothing is ever added to this one.
const { document } = parseHTML('<!doctype html><html></html>');

/** Every chart is drawn for a wide and a narrow page, so that its text has one size on both. */
export const WIDE_PX = 560;
export const NARROW_PX = 330;

export const FONT_PX = 12;

/**
 * Draws a chart as SVG markup. Colours are the page's CSS variables, so it follows light and dark; it has no
 * ids, so any number of charts share a page. `label` is what a screen reader says in its place.
 */
export function draw(label: string, options: PlotOptions): Html {
  const svg = plot({
    document,
    marginLeft: 48,
    marginRight: 12,
    marginBottom: 34,
    style: { fontSize: `${FONT_PX}px`, fontFamily: 'inherit', background: 'none' },
    ...options,
  });
  markParts(svg);
  // Plot names each of its marks; an image is one thing, and what is inside of it has no names.
  for (const part of svg.querySelectorAll('*'))
    for (const name of part.getAttributeNames()) if (name.startsWith('aria-')) part.removeAttribute(name);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  return new Html(svg.outerHTML);
}

/** What a mark is called, by which a legend switches it on and off. */
export const series = (name: string) => ({ className: `series ${name}` });

/** Of a mark that stays where it is while the axis shows another stretch. */
export const FIXED = { className: 'fixed' };

/** For the page's script: which parts stand still, which are the axis, which is which series, and where the axis is. */
function markParts(svg: ReturnType<typeof plot>): void {
  const parts = { 'x-axis tick': 'x-tick', 'x-axis tick label': 'x-text', 'x-axis label': 'still' };
  for (const group of svg.querySelectorAll('g[aria-label]')) {
    const name = group.getAttribute('aria-label') ?? '';
    const [, of] = /^series (.*)$/.exec(group.getAttribute('class') ?? '') ?? [];
    if (of !== undefined) group.setAttribute('data-series', of);
    const part =
      name.startsWith('y-') || group.getAttribute('class') === FIXED.className
        ? 'still'
        : parts[name as keyof typeof parts];
    if (part !== undefined) group.setAttribute('data-part', part);
  }
  const [x, y] = [svg.scale('x'), svg.scale('y')];
  const [from, to] = (x?.domain ?? []) as unknown[];
  const [left, right] = (x?.range ?? []) as unknown[];
  const [bottom, top] = ((y?.range ?? []) as number[]).toSorted((a, b) => b - a);
  // Along a logarithmic axis one reads by rows, and zooms not at all.
  const ticks = svg.querySelectorAll('[data-part="x-text"] > text').length;
  const places = { from, to, left, right, top, bottom, ticks: Math.max(2, ticks) };
  for (const [name, value] of Object.entries(places))
    if (typeof value === 'number') svg.setAttribute(`data-${name}`, String(value));
}

/** Seconds from the experiment's start, to the right. */
export const timeScale = (durationMs: number, widthPx: number): NonNullable<PlotOptions['x']> => ({
  domain: [0, durationMs / 1000],
  label: 'seconds since start',
  labelAnchor: 'center',
  labelArrow: 'none',
  ticks: Math.max(3, Math.round(widthPx / 80)),
});
