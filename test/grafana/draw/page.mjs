/**
 * The page that draws a dashboard by Grafana's own components: what `window.draw` is given is laid out as Grafana lays
 * it out. Bundled by build.ts; it runs in Chromium alone.
 */
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { firstValueFrom } from 'rxjs';
import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  createTheme,
  dateTime,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  ThemeContext,
  toDataFrame,
  transformDataFrame,
} from '@grafana/data';
import { GlobalStyles, PanelChrome, TimeSeries } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';

/** Grafana's grid: 24 columns, units of 30 px with 8 px between them, 16 px at the sides. */
const COLUMNS = 24;
const UNIT_PX = 30;
const GAP_PX = 8;
const SIDE_PX = 16;

standardTransformersRegistry.setInit(() =>
  // Some are there by two names.
  [...new Map(Object.values(standardTransformers).map((each) => [each.id, each])).values()]
    .filter(({ id }) => id)
    .map((transformer) => ({
      id: transformer.id,
      name: transformer.name,
      transformation: () => Promise.resolve(transformer),
    })),
);

/** What a field's configuration may have; Grafana's own list of them is not in its packages. */
const STANDARD =
  'unit min max decimals displayName noValue color thresholds mappings links fieldMinMax'.split(' ');
const CUSTOM =
  'drawStyle lineInterpolation lineWidth fillOpacity gradientMode lineStyle spanNulls showPoints pointSize stacking barAlignment barWidthFactor axisPlacement axisLabel axisSoftMin axisSoftMax axisColorMode axisBorderShow axisGridShow axisCenteredZero scaleDistribution thresholdsStyle hideFrom cellOptions align width minWidth filterable inspect'.split(
    ' ',
  );
const item = (path, isCustom) => ({
  id: isCustom ? `custom.${path}` : path,
  path,
  name: path,
  isCustom,
  process: (value) => value,
  shouldApply: () => true,
});
standardFieldConfigEditorRegistry.setInit(() => [
  ...STANDARD.map((path) => item(path, false)),
  ...CUSTOM.map((path) => item(path, true)),
]);

/** What was written on canvases, where axes have their labels: what they overlap is measured by it. */
const written = new Map();
const [fillText, clearRect] = ['fillText', 'clearRect'].map((name) =>
  Reflect.get(CanvasRenderingContext2D.prototype, name),
);
CanvasRenderingContext2D.prototype.clearRect = function (...of) {
  written.delete(this.canvas);
  return clearRect.apply(this, of);
};
CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
  const { width, actualBoundingBoxAscent, actualBoundingBoxDescent, actualBoundingBoxLeft } =
    this.measureText(text);
  const { a, b, c, d, e, f } = this.getTransform();
  const corners = [
    [x - actualBoundingBoxLeft, y - actualBoundingBoxAscent],
    [x - actualBoundingBoxLeft + width, y + actualBoundingBoxDescent],
  ].map(([px, py]) => [a * px + c * py + e, b * px + d * py + f]);
  const list = written.get(this.canvas) ?? [];
  const [xs, ys] = [corners.map(([px]) => px), corners.map(([, py]) => py)];
  list.push({
    text,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  });
  written.set(this.canvas, list);
  return fillText.call(this, text, x, y, ...rest);
};

let root;

/** Draws a dashboard and resolves to its height in pixels, when everything is there. */
window.draw = async ({ mode, widthPx, title, panels, marks, fromMs, toMs }) => {
  const theme = createTheme({ colors: { mode } });
  const timeRange = {
    from: dateTime(fromMs),
    to: dateTime(toMs),
    raw: { from: dateTime(fromMs), to: dateTime(toMs) },
  };
  const ready = await Promise.all(
    panels.map(async (panel) => ({ ...panel, data: await dataOf(panel, theme) })),
  );
  const columnPx = (widthPx - 2 * SIDE_PX - GAP_PX * (COLUMNS - 1)) / COLUMNS;
  const box = ({ x, y, w, h: units }) => ({
    left: SIDE_PX + x * (columnPx + GAP_PX),
    top: 48 + y * (UNIT_PX + GAP_PX),
    width: w * columnPx + (w - 1) * GAP_PX,
    height: units * UNIT_PX + (units - 1) * GAP_PX,
  });
  const heightPx = Math.max(...panels.map(({ gridPos }) => box(gridPos).top + box(gridPos).height)) + SIDE_PX;
  document.body.style.cssText = `margin:0;background:${theme.colors.background.canvas}`;
  root?.unmount();
  const holder = document.querySelector('#root');
  holder.style.cssText = `position:relative;width:${widthPx}px;height:${heightPx}px`;
  root = createRoot(holder);
  written.clear();
  root.render(
    h(
      ThemeContext.Provider,
      { value: theme },
      h(GlobalStyles, {}),
      h('div', { style: { position: 'absolute', left: SIDE_PX, top: 12, fontSize: 18 } }, title),
      ready.map((panel) =>
        h(
          'div',
          {
            key: panel.id,
            'data-panel': panel.title,
            style: { position: 'absolute', ...box(panel.gridPos) },
          },
          panel.type === 'row'
            ? h('div', { style: { padding: '4px 0', fontWeight: 500 } }, panel.title)
            : h(PanelChrome, {
                title: panel.title,
                description: panel.description,
                width: box(panel.gridPos).width,
                height: box(panel.gridPos).height,
                children: (width, height) => contentOf({ panel, width, height, timeRange, marks, theme }),
              }),
        ),
      ),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 700));
  return heightPx;
};

/** The answers as Grafana's panel has them: transformed, then with the field configuration and its overrides. */
async function dataOf({ type, frames = [], transformations = [], fieldConfig, interpolate }, theme) {
  if (type === 'row') return [];
  const context = { interpolate: (text) => text };
  const transformed = await firstValueFrom(
    transformDataFrame(transformations, frames.map(toDataFrame), context),
  );
  const data = applyFieldOverrides({
    data: transformed,
    fieldConfig,
    replaceVariables: interpolate ?? ((text) => text),
    theme,
    timeZone: 'utc',
  });
  cacheFieldDisplayNames(data);
  return data;
}

function contentOf({ panel, width, height, timeRange, marks, theme }) {
  const { type, data, options, fieldConfig } = panel;
  const isEmpty = data.every(({ length }) => length === 0);
  if (type === 'heatmap') return said('a heatmap: not among the components that Grafana publishes', theme);
  if (isEmpty) return said(fieldConfig.defaults.noValue ?? 'No data', theme);
  if (type === 'table') {
    return h(TableNG, {
      data: data[0],
      width,
      height,
      timeRange,
      cellHeight: options.cellHeight,
      initialSortBy: options.sortBy,
      fieldConfig,
      structureRev: 1,
      getActions: () => [],
      enableVirtualization: false,
    });
  }
  if (type === 'timeseries') {
    return h(TimeSeries, {
      frames: data,
      structureRev: 1,
      width,
      height,
      timeRange,
      timeZone: 'utc',
      legend: options.legend,
      options,
      children: (builder) => {
        builder.addHook('draw', (plot) => drawMarks(plot, marks));
        return null;
      },
    });
  }
  return said(`a panel of type ${type}: not known here`, theme);
}

const said = (text, theme) =>
  h('div', { style: { padding: 12, textAlign: 'center', color: theme.colors.text.secondary } }, text);

/** Grafana's own plugin for marks is not in its packages: a dashed line with a tip below the axis, as it has them. */
function drawMarks(plot, marks) {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const { atMs, colour } of marks) {
    const x = Math.round(plot.valToPos(atMs, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.setLineDash([5, 5]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x - 5, bbox.top + bbox.height + 6);
    ctx.lineTo(x + 5, bbox.top + bbox.height + 6);
    ctx.fill();
  }
  ctx.restore();
}

/** Texts that stand over each other, or that their panel does not show whole; and texts that no reader understands. */
window.faults = () => {
  const found = [];
  for (const panel of document.querySelectorAll('[data-panel]')) {
    const name = panel.dataset.panel;
    const texts = [...textsIn(panel)];
    for (const { text, isCut } of texts) {
      if (isCut) found.push(`${name}: "${text}" is cut off`);
      if (/NaN|undefined|Infinity|\[object|\$\{?\w/.test(text))
        found.push(`${name}: "${text}" means nothing`);
    }
    found.push(...overlapping(texts).map((pair) => `${name}: ${pair}`));
    for (const canvas of panel.querySelectorAll('canvas')) {
      // A time at either end of its axis may lose a figure in Grafana, too, where its tick is close to it; a value may not.
      for (const { text, left } of written.get(canvas) ?? []) {
        if (left < -2 && !isTime(text)) found.push(`${name}, on its axes: "${text}" is cut off`);
      }
      found.push(...overlapping(written.get(canvas) ?? []).map((pair) => `${name}, on its axes: ${pair}`));
    }
  }
  return [...new Set(found)];
};

const isTime = (text) => /^\d{2}:\d{2}(:\d{2})?$|^\d{2}\/\d{2}( \d{2}:\d{2})?$/.test(text);

/** What each panel says, for what is looked for in it. */
window.said = () =>
  Object.fromEntries(
    [...document.querySelectorAll('[data-panel]')].map((panel) => [
      panel.dataset.panel,
      [
        ...[...textsIn(panel)].map(({ text }) => text),
        ...[...panel.querySelectorAll('canvas')].flatMap((canvas) =>
          (written.get(canvas) ?? []).map(({ text }) => text),
        ),
      ],
    ]),
  );

function* textsIn(panel) {
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    const parent = node.parentElement;
    if (text === '' || parent.closest('style, title, [aria-hidden="true"]')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    let rect = { left, right, top, bottom };
    for (let box = parent; box && box !== panel; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.visibility === 'hidden' || style.opacity === '0')
        rect = { left: 0, right: 0, top: 0, bottom: 0 };
      if (!/hidden|auto|scroll|clip/.test(style.overflow + style.overflowX + style.overflowY)) continue;
      const clip = box.getBoundingClientRect();
      rect = {
        left: Math.max(rect.left, clip.left),
        right: Math.min(rect.right, clip.right),
        top: Math.max(rect.top, clip.top),
        bottom: Math.min(rect.bottom, clip.bottom),
      };
    }
    if (rect.right - rect.left > 1 && rect.bottom - rect.top > 1)
      yield { text, ...rect, isCut: rect.left > left + 3 || rect.right < right - 3 };
  }
}

function overlapping(texts) {
  const pairs = [];
  for (const [index, one] of texts.entries()) {
    for (const other of texts.slice(index + 1)) {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 2 && down > 3) pairs.push(`"${one.text}" and "${other.text}" stand over each other`);
    }
  }
  return pairs;
}
