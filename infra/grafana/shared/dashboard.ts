import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type GridPos,
  type Panel,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { annotations } from './annotations.ts';
import { variables } from './variables.ts';

const COLUMNS = 24;

type Panels = readonly Builder<Panel>[];

/** Panels side by side that share the width, or one panel that stands there once for each store. */
export type Line = { heightUnits: number } & ({ panels: Panels } | { forEachStore: Builder<Panel> });

export interface Section {
  /** Above it; the first section has none, so that it begins at the top. */
  title?: string;
  /** Shows its title alone until somebody unfolds it, and asks Prometheus nothing before. */
  isFolded?: boolean;
  lines: Line[];
}

export interface Outline {
  /** In the dashboard's address. */
  uid: string;
  title: string;
  description: string;
  /** Whether its graphs mark what the checkers found, too. */
  marksAnomalies?: boolean;
  sections: Section[];
}

/** A dashboard with what all have: variables, marks of faults and restarts, links to each other, the last minutes. */
export function dashboard({ uid, title, description, sections, marksAnomalies }: Outline): Dashboard {
  const builder = new DashboardBuilder(`Holdfast: ${title}`)
    .uid(uid)
    .description(description)
    .tags(['holdfast'])
    .time({ from: 'now-15m', to: 'now' })
    .refresh('5s')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .variables(variables())
    .annotations(annotations({ proved: marksAnomalies }))
    .link(
      new DashboardLinkBuilder('Holdfast')
        .type(DashboardLinkType.Dashboards)
        .tags(['holdfast'])
        .keepTime(true)
        .includeVars(true),
    );
  let y = 0;
  let id = 1;
  const place = (panel: Builder<Panel>, gridPos: GridPos, folded: RowBuilder | undefined) => {
    const built = { ...panel.build(), id: id++, gridPos };
    (folded ?? builder).withPanel({ build: () => built });
  };
  for (const { title, isFolded = false, lines } of sections) {
    const row = title === undefined ? undefined : new RowBuilder(title).id(id++);
    row?.gridPos({ x: 0, y, w: COLUMNS, h: 1 });
    if (row !== undefined) y += 1;
    // What is below an open row in the order belongs to it; a folded one has its panels in itself.
    if (row !== undefined && !isFolded) builder.withRow(row);
    const folded = isFolded ? row : undefined;
    for (const line of lines) {
      const h = line.heightUnits;
      if ('forEachStore' in line) place(repeated(line.forEachStore), { x: 0, y, w: COLUMNS, h }, folded);
      else {
        const w = COLUMNS / line.panels.length;
        for (const [index, panel] of line.panels.entries()) place(panel, { x: index * w, y, w, h }, folded);
      }
      y += h;
    }
    if (folded !== undefined) builder.withRow(folded.collapsed(true));
  }
  return builder.build();
}

function repeated(panel: Builder<Panel>): Builder<Panel> {
  const built = { ...panel.build(), repeat: 'store', repeatDirection: 'h' as const, maxPerRow: 3 };
  return { build: () => built };
}
