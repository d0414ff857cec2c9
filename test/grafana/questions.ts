import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

/** What a panel needs of an answer. */
export type Shape = 'graph' | 'figures' | 'heatmap';

/** One query as Grafana would send it. */
export interface Question {
  dashboard: string;
  panel: string;
  shape: Shape;
  expr: string;
  /** Labels that the names of the series are made of. */
  labels: string[];
}

/** What stands for `$name` in a query. */
export type Values = Readonly<Record<string, string>>;

const SHAPES: Record<string, Shape> = { timeseries: 'graph', table: 'figures', heatmap: 'heatmap' };

/** Every query of a dashboard; those of a panel that stands there for each store, once for each. */
export function questionsOf(dashboard: Dashboard, stores: readonly string[], values: Values): Question[] {
  return panelsOf(dashboard).flatMap((panel) => {
    const shape = SHAPES[panel.type];
    if (shape === undefined)
      throw new Error(`${panel.title}: no known shape for a panel of type ${panel.type}`);
    const turns = panel.repeat === undefined ? [values] : stores.map((store) => ({ ...values, store }));
    return turns.flatMap((turn) =>
      (panel.targets as Dataquery[]).map(({ expr, legendFormat = '', refId = '' }) => ({
        dashboard: dashboard.title ?? '',
        panel: filled(columnOf(panel, refId) ?? panel.title ?? '', turn),
        shape,
        expr: filled(expr, turn),
        labels: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label),
      })),
    );
  });
}

/** What a table calls the column of one of its queries. */
function columnOf({ transformations = [] }: Panel, refId: string): string | undefined {
  const organize = transformations.find(({ id }) => id === 'organize');
  const { renameByName = {} } = (organize?.options ?? {}) as { renameByName?: Record<string, string> };
  return renameByName[`Value #${refId}`];
}

/** The panels that ask something, those of folded rows with them. */
export const panelsOf = (dashboard: Dashboard): Panel[] =>
  unfolded(dashboard).filter((panel: Panel | RowPanel): panel is Panel => panel.type !== 'row');

/** All panels and rows, as they stand there when every row is unfolded. */
export const unfolded = ({ panels = [] }: Dashboard): (Panel | RowPanel)[] =>
  panels.flatMap((panel) => {
    if (panel.type !== 'row') return [panel];
    const { panels: within, ...row } = panel as RowPanel;
    return [{ ...row, collapsed: false, panels: [] }, ...within];
  });

/** Puts values for variables, longest name first: `$__interval` is the beginning of others. */
export function filled(text: string, values: Values): string {
  return Object.entries(values)
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce((result, [name, value]) => result.replaceAll(`$${name}`, value), text);
}
