import { max, median, min } from 'simple-statistics';
import type { Spread, Unknown } from './comparison.ts';

/** Median and range over rounds. Rounds are few and their scatter is not normal: an interval would claim too much. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const each = [...values];
  return { median: median(each), low: min(each), high: max(each), rounds: each.length };
}

/** The same for values that are certainly there. */
export function spreadOver(values: readonly number[], otherwise: Unknown): Spread | Unknown {
  return spreadOf(values) ?? otherwise;
}
