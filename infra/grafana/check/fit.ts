import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

/** grafatui shows 24 units of a dashboard's height at once, however high the terminal is. */
const UNITS = 24;

/**
 * The dashboard with all its panels on one screen of grafatui, in their order and without a gap or an overlap.
 * Headings of rows are left out: they would take lines of their own, which units do not count.
 */
export function fitted(dashboard: Dashboard): Dashboard {
  const panels = (dashboard.panels ?? []).filter(({ type }) => type !== 'row');
  const heights = panels.map(({ gridPos }) => (gridPos?.y ?? 0) + (gridPos?.h ?? 1));
  const scale = UNITS / Math.max(UNITS, ...heights);
  const scaled = panels.map((panel) => {
    const { x = 0, y = 0, w = 24, h = 1 } = panel.gridPos ?? {};
    const top = Math.round(y * scale);
    return { ...panel, gridPos: { x, y: top, w, h: Math.round((y + h) * scale) - top } };
  });
  return { ...dashboard, panels: scaled };
}
