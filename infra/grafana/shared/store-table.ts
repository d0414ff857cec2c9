import { TableCellDisplayMode, TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { badBelow, badFrom } from './panels.ts';
import { rows } from './queries.ts';
import { SOURCE } from './source.ts';

/** One figure of every store. */
export interface Column {
  title: string;
  /** What it shows, where it comes from, and how to read it. */
  description: string;
  /** Grafana's name of the unit. */
  unit: string;
  decimals?: number;
  /** What stands there without a value. */
  absent: string;
  /** Which values are bad: those from a number on, or below one; otherwise none is. */
  bad?: { from: number } | { below: number };
  /** One value for each store. */
  expr: string;
}

interface TableOptions {
  title: string;
  columns: readonly Column[];
  /** The store with the most of these together is the first. */
  worstBy: readonly string[];
}

/** Orders the rows and is not shown. */
const WORST = 'worst';

/** Stores as rows, the worst first, so that however many there are the line that matters is seen. */
export function storeTable({ title, columns, worstBy }: TableOptions): Table {
  const named = columns.map((column, index) => ({ ...column, field: `Value #${refOf(index)}` }));
  const times = ['Time', ...named.map((_, index) => `Time ${index + 1}`), WORST];
  const panel = new Table()
    .title(title)
    .description(
      ['The worst first.', ...columns.map((each) => `**${each.title}**: ${each.description}`)].join('\n\n'),
    )
    .datasource(SOURCE)
    .unit('short')
    .noValue('none')
    .cellHeight(TableCellHeight.Sm)
    // Seven columns of the usual least width are wider than a screen of 1024 px.
    .minWidth(100)
    .targets(columns.map(({ expr }, index) => rows({ expr, legend: '{{store}}' }, refOf(index))))
    .transformations([
      { id: 'joinByField', options: { byField: 'store', mode: 'outer' } },
      {
        id: 'calculateField',
        options: {
          mode: 'reduceRow',
          alias: WORST,
          reduce: {
            reducer: 'sum',
            include: named.filter((each) => worstBy.includes(each.title)).map(({ field }) => field),
          },
        },
      },
      { id: 'sortBy', options: { fields: {}, sort: [{ field: WORST, desc: true }] } },
      {
        id: 'organize',
        options: {
          excludeByName: Object.fromEntries(times.map((name) => [name, true])),
          indexByName: {},
          renameByName: {
            store: 'Store',
            ...Object.fromEntries(named.map((each) => [each.field, each.title])),
          },
        },
      },
    ]);
  for (const column of columns) panel.overrideByName(column.title, propertiesOf(column));
  return panel;
}

const refOf = (index: number) => String.fromCodePoint('A'.codePointAt(0)! + index);

function propertiesOf({ unit, decimals, absent, bad }: Column): DynamicConfigValue[] {
  const of = [
    { id: 'unit', value: unit },
    // A text in place of nothing would be coloured as the lowest value.
    {
      id: 'mappings',
      value: [
        { type: 'special', options: { match: 'null', result: { text: absent, color: 'transparent' } } },
      ],
    },
    ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
  ];
  if (bad === undefined) return of;
  const thresholds = 'from' in bad ? badFrom(bad.from) : badBelow(bad.below);
  return [
    ...of,
    { id: 'thresholds', value: thresholds.build() },
    { id: 'color', value: { mode: 'thresholds' } },
    { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorBackground, mode: 'basic' } },
  ];
}
