import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { SOURCE } from './source.ts';

/** One query of a panel. */
export interface Query {
  expr: string;
  /** What its series are called, with labels as `{{store}}`. */
  legend: string;
}

/** A query whose series are drawn over the time shown. */
export const overTime = ({ expr, legend }: Query) => query(expr, legend).range();

/** A query that is asked once, at the end of the time shown; what is before it is in `$__range`. */
const once = ({ expr, legend }: Query) => query(expr, legend).instant();

/** The same as rows of a table, joined with those of other queries by the letters that they are called by. */
export const rows = (of: Query, letter: string) => once(of).format(PromQueryFormat.Table).refId(letter);

/** A query whose series are the bounds of buckets. */
export const buckets = (expr: string) => query(expr, '{{le}}').range().format(PromQueryFormat.Heatmap);

const query = (expr: string, legend: string) =>
  new DataqueryBuilder().datasource(SOURCE).expr(expr).legendFormat(legend);
