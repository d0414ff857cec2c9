import {
  AxisPlacement,
  BarAlignment,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  HeatmapTooltipBuilder,
  PanelBuilder as Heatmap,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as Graph } from '@grafana/grafana-foundation-sdk/timeseries';
import { COLOURS, lineStyles, type Override, outcomeColours, storeColours } from './colours.ts';
import { buckets, overTime, type Query } from './queries.ts';
import { SOURCE } from './source.ts';

interface PanelText {
  title: string;
  /** What it shows, where it comes from, and how to read it. */
  description: string;
  /** Grafana's name of the unit. */
  unit: string;
}

interface GraphOptions extends PanelText {
  queries: Query[];
  decimals?: number;
  /** Bars tell of amounts in each step, and are stacked; lines of levels. */
  as?: 'lines' | 'bars' | 'steps';
  /** The least upper end of the axis, so that a flat line is not blown up. */
  atLeast?: number;
  /** From here on it is bad. */
  badFrom?: number;
  overrides?: Override[];
}

/** A graph over time. */
export function graph(options: GraphOptions): Graph {
  const { as = 'lines' } = options;
  const panel = new Graph()
    .title(options.title)
    .description(options.description)
    .datasource(SOURCE)
    .interval('2s')
    .unit(options.unit)
    .min(0)
    .noValue('none in this time')
    .lineWidth(as === 'bars' ? 1 : 2)
    .fillOpacity({ lines: 6, bars: 80, steps: 30 }[as])
    .showPoints(VisibilityMode.Never)
    .axisPlacement(AxisPlacement.Auto)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    // oxlint-disable-next-line unicorn/no-array-sort -- a builder's setting, not an array's
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .targets(options.queries.map(overTime));
  if (as === 'bars') {
    panel
      .drawStyle(GraphDrawStyle.Bars)
      .barAlignment(BarAlignment.After)
      .stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  }
  if (options.decimals !== undefined) panel.decimals(options.decimals);
  if (options.atLeast !== undefined) panel.axisSoftMax(options.atLeast);
  if (options.badFrom !== undefined) panel.thresholds(badFrom(options.badFrom)).thresholdsStyle(dashedLine);
  return withOverrides(panel, [
    ...storeColours,
    ...lineStyles,
    ...outcomeColours,
    ...(options.overrides ?? []),
  ]);
}

/** How often which value was seen, over time. `expr` gives the growth of each bucket by `le`. */
export function heatmap(panel: PanelText & { expr: string }): Heatmap {
  return new Heatmap()
    .title(panel.title)
    .description(panel.description)
    .datasource(SOURCE)
    .interval('5s')
    .unit('short')
    .noValue('none in this time')
    .calculate(false)
    .yAxis(new YAxisConfigBuilder().unit(panel.unit).axisPlacement(AxisPlacement.Left))
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Viridis').steps(64))
    .tooltip(new HeatmapTooltipBuilder().mode(TooltipDisplayMode.Single).yHistogram(true))
    .scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Linear))
    .hideLegend()
    .targets([buckets(panel.expr)]);
}

const dashedLine = new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed);

const steps = (of: { value: number | null; color: string }[]) =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(of);

/** Bad from a number on. */
export const badFrom = (value: number) =>
  steps([
    { value: null, color: COLOURS.good },
    { value, color: COLOURS.bad },
  ]);

/** Bad below a number. */
export const badBelow = (value: number) =>
  steps([
    { value: null, color: COLOURS.bad },
    { value, color: COLOURS.good },
  ]);

interface Overridable {
  overrideByRegexp(pattern: string, properties: DynamicConfigValue[]): this;
}

function withOverrides<Panel extends Overridable>(panel: Panel, overrides: readonly Override[]): Panel {
  for (const { pattern, properties } of overrides) panel.overrideByRegexp(pattern, properties);
  return panel;
}
