import { formatPercent } from '../units.ts';
import type { Series } from './trend.ts';

/** A figure that changed its level. */
export interface Change {
  series: Series;
  /** Position of the first run after it. */
  from: number;
  before: number;
  after: number;
}

/** All changes, the newest first. */
export const changesOf = (series: readonly Series[]): Change[] =>
  series
    .flatMap((each) =>
      each.levels.slice(1).map(({ from, median }, at) => ({
        series: each,
        from,
        before: each.levels[at]?.median ?? 0,
        after: median,
      })),
    )
    .toSorted((a, b) => b.from - a.from);

/** `worse: 2.1 ms to 2.9 ms (38 % more)`. */
export function changeInWords({ series: { better, format }, before, after }: Change): string {
  const isWorse = better === 'lower' ? after > before : after < before;
  const share =
    before === 0
      ? ''
      : ` (${formatPercent(Math.abs(after / before - 1))} ${after > before ? 'more' : 'less'})`;
  return `${isWorse ? 'worse' : 'better'}: ${format(before)} to ${format(after)}${share}`;
}
