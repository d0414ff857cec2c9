import type { Wire } from '../../platform/subject.ts';
import type { FaultContext } from './fault.ts';

/** The wire of the instance that a fault is aimed at. Throws where nothing can be done to it. */
export function wireOf({ subject, target }: Pick<FaultContext, 'subject' | 'target'>): Wire {
  const wire = subject.wires.find(({ instance }) => instance === target);
  if (wire === undefined)
    throw new Error(`nothing runs between ${target} and a server that could be cut or slowed down`);
  return wire;
}
