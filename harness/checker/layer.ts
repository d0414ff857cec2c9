import type { OperationLine } from '../../protocol/history.ts';
import type { Anomaly } from '../model/results.ts';
import type { UnsavedInterval } from './judgement.ts';

/** Which layer lost an acknowledged update: known only where the app itself counted that its save failed. */
export function layerOf(
  lost: Pick<OperationLine, 'start' | 'end' | 'instance'> | undefined,
  unsaved: readonly UnsavedInterval[],
): { layer: NonNullable<Anomaly['layer']>; remark: string } | undefined {
  if (lost === undefined) return undefined;
  const interval = unsaved.find(
    ({ fromMs, toMs, instance }) =>
      fromMs <= lost.end && toMs >= lost.start && (instance === undefined || instance === lost.instance),
  );
  if (interval === undefined) return undefined;
  const error = interval.error === undefined ? '' : `: ${interval.error}`;
  return { layer: interval.layer ?? 'middleware', remark: `acknowledged, though a save failed${error}` };
}
