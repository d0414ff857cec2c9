import type { ExperimentLine } from '../../protocol/history.ts';
import { RECOVER_WITHIN_MS, UNSERVED_ALLOWED } from '../../protocol/service.ts';

/** What is asked of a subject's availability, with the defaults filled in. */
export interface ServiceObjective {
  /** The share of what is asked outside of faults and their recovery that may go unserved. */
  unservedAllowed: number;
  /** How long after a fault's end it may stay away. */
  recoverWithinMs: number;
}

export const serviceObjectiveOf = ({
  unserved = UNSERVED_ALLOWED,
  recoverWithinMs = RECOVER_WITHIN_MS,
}: ExperimentLine): ServiceObjective => ({ unservedAllowed: unserved, recoverWithinMs });

/** With less that was asked, nothing is said: a single one by chance would be a large share. */
export const LEAST_ASKED = 20;

/** As few as these come by chance as likely as by a defect of the subject. */
export const BY_CHANCE = 2;

/** Whether so many unserved operations are within the allowed share, one by chance aside. */
export const isWithin = (unserved: number, asked: number, { unservedAllowed }: ServiceObjective): boolean =>
  unserved <= Math.max(unservedAllowed * asked, 1);
