import type { ExperimentLine, FaultLine } from '../../protocol/history.ts';
import type { Judge } from './judgement.ts';

/** Judges one experiment, operation by operation. */
export function judge(_experiment: ExperimentLine, _faults: readonly FaultLine[] = []): Judge {
  throw new Error('not yet');
}
