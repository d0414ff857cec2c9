import type { Anomaly } from '../model/results.ts';
import type { UnsavedInterval } from './judgement.ts';

/** Which layer lost an acknowledged update: known only where the app itself counted that its save failed. */
export function layerOf(
  interval: UnsavedInterval | undefined,
): { layer: NonNullable<Anomaly['layer']>; remark: string } | undefined {
  if (interval === undefined) return undefined;
  const error = interval.error === undefined ? '' : `: ${interval.error}`;
  return { layer: interval.layer ?? 'middleware', remark: `acknowledged, though a save failed${error}` };
}
