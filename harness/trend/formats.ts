import type { Formats } from '../report/format.ts';
import { printableJson } from '../report/printable.ts';
import { renderTrend } from './html.ts';
import { TREND_PAGE } from './page-name.ts';
import { renderTrendText } from './text.ts';
import type { Group } from './trend.ts';

/** Runs over time. */
export const TREND_FORMATS: Formats<readonly Group[]> = {
  terminal: renderTrendText,
  json: (groups) => printableJson(groups),
  files: [{ file: TREND_PAGE, render: renderTrend }],
};
