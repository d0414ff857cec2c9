import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { linearRegression, sampleCorrelation, sum } from 'simple-statistics';
import type { Slope } from '../model/results.ts';

const CONFIDENCE = 0.975;
const POWER = 0.8;

/**
 * The slope of y over x by ordinary least squares, with its 95 % confidence interval and the smallest slope that
 * these samples would have told from zero (two-sided at 0.05, with power 0.8).
 *
 * Readings of one heap are not independent: the standard error is widened by the lag-1 autocorrelation r of the
 * residuals, as if there were n(1-r)/(1+r) samples (Bartlett's effective sample size; Santer et al. 2000, J.
 * Geophys. Res. 105, section 3). Null where there are fewer than 5 samples, or x does not vary.
 *
 * @param floor no slope below this counts as visible, however little the samples scatter: a slow drift looks like one.
 */
export function slopeOf(points: readonly (readonly [x: number, y: number])[], floor = 0): Slope | null {
  const count = points.length;
  if (count < 5) return null;
  const { m: slope, b: intercept } = linearRegression(points.map(([x, y]) => [x, y]));
  const meanX = sum(points.map(([x]) => x)) / count;
  const spreadX = sum(points.map(([x]) => (x - meanX) ** 2));
  if (spreadX === 0) return null;
  const residuals = points.map(([x, y]) => y - (intercept + slope * x));
  const effective = effectiveCount(residuals);
  const degrees = Math.max(1, effective - 2);
  const variance = sum(residuals.map((residual) => residual ** 2)) / degrees;
  const standardError = Math.sqrt(variance / spreadX);
  const reach = tQuantile(CONFIDENCE, degrees);
  return {
    bytesPerSession: slope,
    low: slope - reach * standardError,
    high: slope + reach * standardError,
    smallestVisible: Math.max(floor, (reach + tQuantile(POWER, degrees)) * standardError),
    interceptBytes: intercept,
    samples: count,
  };
}

/** How many independent samples these residuals are worth; never more than there are. */
function effectiveCount(residuals: readonly number[]): number {
  const count = residuals.length;
  const lagged = sampleCorrelation(residuals.slice(0, -1), residuals.slice(1));
  // Without spread there is nothing to correlate; a negative correlation would only narrow the interval.
  const correlation = Number.isFinite(lagged) ? Math.min(0.95, Math.max(0, lagged)) : 0;
  return Math.max(3, (count * (1 - correlation)) / (1 + correlation));
}
