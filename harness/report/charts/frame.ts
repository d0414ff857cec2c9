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
  // Plot names each of its marks; an image is one thing, and what is inside of it has no names.
  for (const part of svg.querySelectorAll('*'))
    for (const name of part.getAttributeNames()) if (name.startsWith('aria-')) part.removeAttribute(name);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  return new Html(svg.outerHTML);
}

/** Seconds from the experiment's start, to the right. */
export const timeScale = (durationMs: number, widthPx: number): NonNullable<PlotOptions['x']> => ({
  domain: [0, durationMs / 1000],
  label: 'seconds since start',
  labelAnchor: 'center',
  labelArrow: 'none',
  ticks: Math.max(3, Math.round(widthPx / 80)),
});
