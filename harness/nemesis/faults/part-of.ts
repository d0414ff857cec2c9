import type { Part } from '../../platform/subject.ts';
import type { FaultContext } from './fault.ts';

export type PartSite = 'app' | 'server';

/** The part of the subject that a fault is aimed at. Throws where there is none of that name. */
export function partOf(site: PartSite, { subject, target }: Pick<FaultContext, 'subject' | 'target'>): Part {
  const parts: readonly (Part | undefined)[] = site === 'app' ? subject.instances : [subject.server];
  const part = parts.find((candidate) => candidate?.name === target);
  if (part === undefined) throw new Error(`there is no ${target}`);
  return part;
}
