import type { Stretch } from './prometheus.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Up to which wish Grafana takes which interval. */
const INTERVALS: readonly (readonly [belowMs: number, intervalMs: number])[] = [
  [3.5 * SECOND, 2 * SECOND],
  [7.5 * SECOND, 5 * SECOND],
  [12.5 * SECOND, 10 * SECOND],
  [17.5 * SECOND, 15 * SECOND],
  [25 * SECOND, 20 * SECOND],
  [45 * SECOND, 30 * SECOND],
  [90 * SECOND, MINUTE],
  [3.5 * MINUTE, 2 * MINUTE],
  [7.5 * MINUTE, 5 * MINUTE],
  [12.5 * MINUTE, 10 * MINUTE],
  [17.5 * MINUTE, 15 * MINUTE],
  [25 * MINUTE, 20 * MINUTE],
  [45 * MINUTE, 30 * MINUTE],
  [90 * MINUTE, HOUR],
  [150 * MINUTE, 2 * HOUR],
  [4.5 * HOUR, 3 * HOUR],
  [9 * HOUR, 6 * HOUR],
  [Infinity, 12 * HOUR],
];

/** The steps in which Grafana asks for a range on a panel of so many points, never below the data source's 2 s. */
export function stretchOf({ fromMs, toMs }: Omit<Stretch, 'stepMs'>, points: number): Stretch {
  const wishMs = (toMs - fromMs) / points;
  const [, stepMs] = INTERVALS.find(([belowMs]) => wishMs < belowMs) as readonly [number, number];
  return { fromMs, toMs, stepMs };
}

/** The first and the last step of a graph: Grafana has them at whole multiples of the interval. */
export const aligned = ({ fromMs, toMs, stepMs }: Stretch): Stretch => ({
  fromMs: Math.floor(fromMs / stepMs) * stepMs,
  toMs: Math.floor(toMs / stepMs) * stepMs,
  stepMs,
});
