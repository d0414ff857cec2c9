import type { Slope } from '../model/results.ts';
import { grew } from '../stats/growth.ts';
import { formatBytes, formatSlope } from '../units.ts';

/** What requests of visitors who come back leave behind in the app's heap. */
export const perRequestText = (slope: Slope): string =>
  grew(slope)
    ? `${formatSlope(slope)} left behind by each request`
    : `nothing by request (${formatBytes(slope.smallestVisible)} would have been seen)`;
