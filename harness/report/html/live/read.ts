/// <reference lib="dom" />
import { axisOf, pxOf, valueAt, type Stretch } from './geometry.ts';
import { showStretch } from './zoom.ts';

/** What a chart shows, as text: the place on its axis, and a value for each column. */
export interface Readings {
  /** Along which axis one looks; `y`: rows, one below the other. */
  along: 'x' | 'y';
  columns: readonly string[];
  rows: readonly (readonly [at: number, ...values: string[]])[];
}

/** Lets a figure be read off: the value under the pointer, a part of the axis, and series, by mouse and keyboard. */
export function enliven(figure: Element, index: number): void {
  const data = figure.querySelector('script[type="application/json"]');
  const charts = [...figure.querySelectorAll<SVGElement>('svg[data-left]')];
  if (data === null || charts.length === 0) return;
  const { along, columns, rows } = JSON.parse(data.textContent ?? '') as Readings;
  const [first] = charts as [SVGElement];
  let seen = axisOf(first).whole;
  let chosen = -1;
  const said = document.createElement('p');
  said.className = 'read';
  said.setAttribute('role', 'status');
  const hint =
    along === 'x'
      ? 'Point, or use ← and →, for values; drag, or + and −, for a part; 0 for all.'
      : 'Point, or use ↑ and ↓, for values.';
  // Once a page, where nobody has looked yet.
  const atRest = index === 0 ? hint : '';
  said.textContent = atRest;
  figure.querySelector('.wide')?.before(said);

  const choose = (at: number) => {
    chosen = Math.max(-1, Math.min(rows.length - 1, at));
    const row = rows[chosen];
    said.textContent =
      row === undefined
        ? atRest
        : columns
            .map((name, column) => [name, row[column + 1]].filter(Boolean).join(' '))
            .filter((_, column) => row[column + 1] !== '')
            .join(' · ');
    for (const svg of charts) placeCursor(svg, along === 'x' ? row && pxOf(svg, seen, row[0]) : undefined);
  };
  const show = ({ from, to }: Stretch) => {
    const { whole } = axisOf(first);
    const width = Math.min(to - from, whole.to - whole.from);
    const start = Math.max(whole.from, Math.min(from, whole.to - width));
    // Closer than two readings there is nothing.
    if (!(width > (whole.to - whole.from) / 2000)) return;
    seen = { from: start, to: start + width };
    for (const svg of charts) showStretch(svg, seen);
    choose(chosen);
  };
  const zoom = (factor: number) => {
    const middle = rows[chosen]?.[0] ?? (seen.from + seen.to) / 2;
    const half = ((seen.to - seen.from) * factor) / 2;
    show({ from: middle - half, to: middle + half });
  };
  const step = (by: number) => {
    const next = chosen === -1 ? rows.findIndex(([at]) => at >= seen.from) : chosen + by;
    choose(Math.max(0, next));
    const at = rows[chosen]?.[0];
    // The part that is shown goes along.
    if (along === 'x' && at !== undefined && (at < seen.from || at > seen.to))
      show({ from: at - (seen.to - seen.from) / 2, to: at + (seen.to - seen.from) / 2 });
  };
  const keys: Record<string, () => void> = {
    Home: () => choose(0),
    End: () => choose(rows.length - 1),
    Escape: () => choose(-1),
    ...(along === 'x'
      ? {
          ArrowRight: () => step(1),
          ArrowLeft: () => step(-1),
          '+': () => zoom(0.5),
          '=': () => zoom(0.5),
          '-': () => zoom(2),
          '0': () => show(axisOf(first).whole),
        }
      : { ArrowDown: () => step(1), ArrowUp: () => step(-1) }),
  };
  for (const svg of charts) {
    const holder = svg.parentElement as HTMLElement;
    holder.tabIndex = 0;
    holder.setAttribute('role', 'group');
    holder.setAttribute('aria-label', `${svg.getAttribute('aria-label') ?? ''}. ${hint}`);
    holder.addEventListener('keydown', (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    });
    followPointer(svg, {
      rowAt: (x, y) =>
        along === 'x' ? nearestRow(rows, valueAt(svg, seen, x)) : rowBelow(svg, y, rows.length),
      choose,
      take: (from, to) => {
        if (along === 'x') show({ from: valueAt(svg, seen, from), to: valueAt(svg, seen, to) });
      },
      all: () => {
        if (along === 'x') show(axisOf(svg).whole);
      },
    });
  }
}

export function nearestRow(rows: Readings['rows'], value: number): number {
  let best = 0;
  for (const [index, [at]] of rows.entries())
    if (Math.abs(at - value) < Math.abs((rows[best]?.[0] ?? Infinity) - value)) best = index;
  return best;
}

/** Of rows that share the height of a chart. */
export function rowBelow(svg: SVGElement, y: number, count: number): number {
  const [top, bottom] = [Number(svg.dataset['top']), Number(svg.dataset['bottom'])];
  return Math.floor(((y - top) / (bottom - top)) * count);
}

/** A line through a chart, or none. */
export function placeCursor(svg: SVGElement, px: number | undefined): void {
  const made = svg.querySelector('.cursor');
  const cursor = made ?? document.createElementNS('http://www.w3.org/2000/svg', 'line');
  const { px: ends } = axisOf(svg);
  const isSeen = px !== undefined && px >= ends.from - 1 && px <= ends.to + 1;
  cursor.setAttribute('class', 'cursor');
  cursor.setAttribute('visibility', isSeen ? 'visible' : 'hidden');
  const place = {
    x1: px ?? 0,
    x2: px ?? 0,
    y1: Number(svg.dataset['top']),
    y2: Number(svg.dataset['bottom']),
  };
  for (const [name, value] of Object.entries(place)) cursor.setAttribute(name, String(value));
  if (made === null) svg.append(cursor);
}

interface Following {
  rowAt: (x: number, y: number) => number;
  choose: (row: number) => void;
  /** A stretch was dragged over, in pixels of the drawing. */
  take: (from: number, to: number) => void;
  all: () => void;
}

export function followPointer(svg: SVGElement, { rowAt, choose, take, all }: Following): void {
  let from: number | undefined;
  const placeOf = ({ clientX, clientY }: MouseEvent) => {
    const box = svg.getBoundingClientRect();
    // The drawing is shown smaller where the page is narrow.
    const scale = Number(svg.getAttribute('width')) / box.width;
    return { x: (clientX - box.left) * scale, y: (clientY - box.top) * scale };
  };
  svg.addEventListener('pointermove', (event) => {
    const { x, y } = placeOf(event);
    choose(rowAt(x, y));
  });
  svg.addEventListener('pointerleave', () => choose(-1));
  svg.addEventListener('pointerdown', (event) => {
    // A finger that moves scrolls the page.
    if (event.pointerType === 'mouse' && event.button === 0) from = placeOf(event).x;
  });
  window.addEventListener('pointerup', (event) => {
    const { x } = placeOf(event);
    if (from !== undefined && Math.abs(x - from) > 8) take(Math.min(from, x), Math.max(from, x));
    from = undefined;
  });
  svg.addEventListener('dblclick', all);
}
