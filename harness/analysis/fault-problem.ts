import type { FaultResult } from '../model/results.ts';

type Seen = Pick<FaultResult, 'kind' | 'target' | 'planned' | 'tookEffect' | 'evidence'>;

/** Whether the subject certainly did it to itself. */
export const isOwnDoing = ({ planned, evidence }: Pick<FaultResult, 'planned' | 'evidence'>): boolean =>
  !planned && evidence['byItself'] === true;

/** Why nothing is known after a fault, in a sentence; undefined where it took effect and healed. */
export function problemOf(fault: Seen): string | undefined {
  const { kind, target, planned, tookEffect, evidence } = fault;
  const { reason } = evidence;
  const why = typeof reason === 'string' ? reason : undefined;
  if (isOwnDoing(fault)) return why ?? `${kind} on ${target}`;
  if (tookEffect) return undefined;
  return planned
    ? `${kind} on ${target} did not take effect and heal: ${why ?? 'it was not reached'}`
    : `${kind} on ${target}: ${why ?? 'it was not back when the experiment ended'}`;
}
