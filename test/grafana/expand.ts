import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { filled, unfolded } from './questions.ts';

const COLUMNS = 24;

/**
 * The dashboard as Grafana lays it out: a panel that stands there for each store is so many panels side by side, at
 * most `maxPerRow` of them, and what is below moves down.
 */
export function expanded(dashboard: Dashboard, stores: readonly string[]): Dashboard {
  let down = 0;
  const panels = unfolded(dashboard).flatMap((panel) => {
    const at = { x: 0, y: 0, w: COLUMNS, h: 1, ...panel.gridPos };
    const gridPos = { ...at, y: at.y + down };
    if (panel.type === 'row' || panel.repeat === undefined) return [{ ...panel, gridPos }];
    const perLine = Math.min(stores.length, (panel as Panel).maxPerRow ?? COLUMNS);
    down += (Math.ceil(stores.length / perLine) - 1) * at.h;
    return stores.map((store, index) => {
      const w = COLUMNS / perLine;
      const line = Math.floor(index / perLine);
      return copyFor(
        {
          ...(panel as Panel),
          gridPos: { x: (index % perLine) * w, y: gridPos.y + line * at.h, w, h: at.h },
        },
        store,
        index,
      );
    });
  });
  return { ...dashboard, panels };
}

function copyFor(panel: Panel, store: string, index: number): Panel {
  const one = JSON.parse(filled(JSON.stringify(panel), { store })) as Panel;
  delete one.repeat;
  return { ...one, id: (panel.id ?? 0) * 100 + index };
}
