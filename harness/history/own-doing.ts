import type { FaultLine } from '../../protocol/history.ts';
import type { UnplannedFailure } from '../model/faults.ts';

/** What an instance, or its store, did to itself. */
export interface OwnDoing {
  failure: UnplannedFailure;
  instance: string;
  /** Milliseconds since the epoch. */
  atMs: number;
  /** What was seen, in a sentence that names the instance. */
  reason: string;
}

/** The lines that tell of it: nobody planned it, it is certainly the subject's own doing, and it does not heal. */
export function ownDoing({
  failure,
  instance,
  atMs,
  reason,
}: OwnDoing): [onset: FaultLine, failed: FaultLine] {
  const line = { fault: failure, id: `${failure}-of-${instance}`, target: instance, at: atMs };
  return [
    { ...line, phase: 'onset' },
    { ...line, phase: 'failed', evidence: { reason, byItself: true } },
  ];
}
