import type { ExperimentResult } from '../../model/results.ts';
import { formatMs, formatPercent } from '../../units.ts';
import { BREAKPOINT_COLUMNS, breakpointRows } from '../breakpoint.ts';
import { table } from './table.ts';
import type { Html } from './template.ts';

/** The rates that it went up by, and at which it broke. */
export function breakpointTable({ breakpoint }: ExperimentResult): Html | false {
  if (breakpoint === undefined) return false;
  const { p99LimitMs, unservedAllowed } = breakpoint;
  const last = BREAKPOINT_COLUMNS.length - 1;
  return table(
    `Where it broke (a rate holds with p99 up to ${formatMs(p99LimitMs)}, and ${formatPercent(unservedAllowed)} not served at most)`,
    BREAKPOINT_COLUMNS.map((name, index) => ({ name, figure: index > 0 && index < last })),
    breakpointRows(breakpoint),
  );
}
