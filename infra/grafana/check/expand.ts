import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { filled } from './questions.ts';

/** The dashboard as Grafana lays it out: a panel that stands there for each store is so many panels side by side. */
export function expanded(dashboard: Dashboard, stores: readonly string[]): Dashboard {
  const panels = (dashboard.panels ?? []).flatMap((panel) => {
    if (panel.type === 'row' || panel.repeat === undefined) return [panel];
    return stores.map((store, index) => copyFor(panel as Panel, store, index, stores.length));
  });
  return { ...dashboard, panels };
}

function copyFor(panel: Panel, store: string, index: number, count: number): Panel {
  const one = JSON.parse(filled(JSON.stringify(panel), { store })) as Panel;
  delete one.repeat;
  const w = Math.floor((panel.gridPos?.w ?? 24) / count);
  const { y = 0, h = 1 } = panel.gridPos ?? {};
  return { ...one, id: (panel.id ?? 0) * 100 + index, gridPos: { x: index * w, y, w, h } };
}
