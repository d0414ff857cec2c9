/// <reference lib="dom" />
import { axisOf, movePart, pxOf, ticksOf, valueAt, type Stretch } from './geometry.ts';

/** Shows a stretch of a chart's axis: what stands on it is moved, and the rest stays where it is. */
export function showStretch(svg: SVGElement, seen: Stretch): void {
  const { whole } = axisOf(svg);
  const move = (px: number) => pxOf(svg, seen, valueAt(svg, whole, px));
  const clip = clipOf(svg);
  for (const group of svg.querySelectorAll(':scope > g:not([data-part])')) {
    group.setAttribute('clip-path', `url(#${clip.id})`);
    for (const part of group.querySelectorAll('path, line, rect, circle, text')) movePart(part, move);
  }
  drawTicks(svg, seen);
}

/** By which nothing is drawn beyond the axis's ends. */
export function clipOf(svg: SVGElement): Element {
  const made = svg.querySelector('clipPath');
  if (made !== null) return made;
  const { px } = axisOf(svg);
  const clip = document.createElementNS('http://www.w3.org/2000/svg', 'clipPath');
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const place = { x: px.from - 1, y: -50, width: px.to - px.from + 2, height: 5000 };
  for (const [name, value] of Object.entries(place)) rect.setAttribute(name, String(value));
  clip.id = `clip-${document.querySelectorAll('clipPath').length}`;
  clip.append(rect);
  svg.append(clip);
  return clip;
}

export function drawTicks(svg: SVGElement, seen: Stretch): void {
  const { ticks, step } = ticksOf(seen, Number(svg.dataset['ticks']));
  const digits = Math.min(6, Math.max(0, -Math.floor(Math.log10(step))));
  for (const part of ['x-tick', 'x-text']) {
    const group = svg.querySelector(`[data-part="${part}"]`);
    const first = group?.firstElementChild;
    if (!group || !first) continue;
    const made = ticks.map((tick) => {
      const copy = first.cloneNode(true) as Element;
      copy.setAttribute(
        'transform',
        (first.getAttribute('transform') ?? '').replace(
          /translate\([-\d.e]+/,
          `translate(${pxOf(svg, seen, tick)}`,
        ),
      );
      if (part === 'x-text') copy.textContent = tick.toLocaleString('en', { maximumFractionDigits: digits });
      return copy;
    });
    if (made.length > 0) group.replaceChildren(...made);
  }
}
