/** Of series in which nothing changes, the share in which a change is marked, at most. */
export const FALSE_CHANGES = 0.01;
/** On either side of a change: one run that is off is none. */
export const LEAST_RUNS = 5;

/**
 * Where a series changes its level: positions of the first value after each change. By Pettitt's test (Applied Statistics 28,
 * 1979), which goes by ranks and so asks nothing of how values are spread, and again on either side of what was found
 * (binary segmentation). Its probability is Pettitt's own bound, and too high for few values: it misses rather than invents.
 */
export function changePoints(values: readonly number[], from = 0): number[] {
  const found = strongest(values);
  if (found === undefined) return [];
  return [
    ...changePoints(values.slice(0, found), from),
    from + found,
    ...changePoints(values.slice(found), from + found),
  ];
}

function strongest(values: readonly number[]): number | undefined {
  const n = values.length;
  if (n < 2 * LEAST_RUNS) return undefined;
  let best = { at: 0, k: 0 };
  for (let at = LEAST_RUNS; at <= n - LEAST_RUNS; at++) {
    const k = Math.abs(rankDifference(values.slice(0, at), values.slice(at)));
    if (k > best.k) best = { at, k };
  }
  const p = 2 * Math.exp((-6 * best.k ** 2) / (n ** 3 + n ** 2));
  return p <= FALSE_CHANGES ? best.at : undefined;
}

/** How many more pairs rise than fall, from one side to the other. */
const rankDifference = (before: readonly number[], after: readonly number[]): number =>
  before.reduce((sum, one) => sum + after.reduce((own, other) => own + Math.sign(other - one), 0), 0);
