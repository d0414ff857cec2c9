/// <reference lib="dom" />
/**
 * What runs in a page, by which charts can be read off. Each function here becomes part of the page by its own text, so it
 * uses nothing but its parameters, the browser, and the others of this folder. It changes what is drawn already: without it,
 * as on paper, a page shows all the same.
 */

/** A stretch of a chart's axis, in the axis's own unit. */
export interface Stretch {
  from: number;
  to: number;
}

/** Where the axis of a chart is: its ends in pixels of the drawing, and in its own unit. */
export function axisOf(svg: SVGElement): { px: Stretch; whole: Stretch } {
  const at = (name: string) => Number(svg.dataset[name]);
  return { px: { from: at('left'), to: at('right') }, whole: { from: at('from'), to: at('to') } };
}

/** Where a value is while only `seen` of the axis is shown, in pixels. */
export function pxOf(svg: SVGElement, seen: Stretch, value: number): number {
  const { px } = axisOf(svg);
  return px.from + ((value - seen.from) / (seen.to - seen.from)) * (px.to - px.from);
}

/** The value under a pixel of the drawing. */
export function valueAt(svg: SVGElement, seen: Stretch, at: number): number {
  const { px } = axisOf(svg);
  return seen.from + ((at - px.from) / (px.to - px.from)) * (seen.to - seen.from);
}

/** Round steps of an axis, as many as there is room for. */
export function ticksOf({ from, to }: Stretch, most: number): { ticks: number[]; step: number } {
  const least = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((each) => each * power >= least) ?? 10);
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step - 1e-9); at * step <= to + step * 1e-9; at++)
    // Never -0.
    ticks.push(at * step + 0);
  return { ticks, step };
}

/** What a part was drawn as, which it goes back to. */
export function drawnAs(part: Element, name: string): string {
  const kept = `data-drawn-${name}`;
  const before = part.getAttribute(kept) ?? part.getAttribute(name) ?? '';
  part.setAttribute(kept, before);
  return before;
}

/** Moves what is drawn at a place of the axis to where that is now; what has a width gets another one. */
export function movePart(part: Element, move: (px: number) => number): void {
  const shift = (name: string) => part.setAttribute(name, String(move(Number(drawnAs(part, name)))));
  if (part.hasAttribute('transform'))
    part.setAttribute(
      'transform',
      drawnAs(part, 'transform').replace(
        /translate\(([-\d.e]+)/,
        (_, x: string) => `translate(${move(Number(x))}`,
      ),
    );
  else if (part.tagName === 'circle') shift('cx');
  else if (part.tagName === 'line') for (const name of ['x1', 'x2']) shift(name);
  else if (part.tagName === 'rect') {
    const x = Number(drawnAs(part, 'x'));
    const end = move(x + Number(drawnAs(part, 'width')));
    part.setAttribute('x', String(move(x)));
    part.setAttribute('width', String(Math.max(0, end - move(x))));
  } else if (part.tagName === 'path')
    part.setAttribute(
      'd',
      drawnAs(part, 'd').replaceAll(
        /([-\d.e]+),([-\d.e]+)/g,
        (_, x: string, y: string) => `${move(Number(x))},${y}`,
      ),
    );
}
