import type { PlannedFault } from '../model/plan.ts';
import { writtenParameters } from './fault-parameters.ts';

/** A schedule as `--faults` takes it: parsed again, it is the same, but for the ids. */
export const scheduleText = (faults: readonly Omit<PlannedFault, 'id'>[]): string =>
  faults
    .map(
      ({ kind, target, atMs, durationMs, parameters = {} }) =>
        `${kind}${writtenParameters(kind, parameters)}:${target}@${atMs}ms+${durationMs}ms`,
    )
    .join(',');
