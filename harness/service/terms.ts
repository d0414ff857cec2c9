import type { ExperimentLine } from '../../protocol/history.ts';
import { RECOVER_WITHIN_MS, UNSERVED_ALLOWED } from '../../protocol/service.ts';

/** What is asked of a subject's availability, with the defaults filled in. */
export interface ServiceTerms {
  /** The share of what is asked outside of faults and their recovery that may go unserved. */
  unservedAllowed: number;
  /** How long after a fault's end it may stay away. */
  recoverWithinMs: number;
}

export const serviceTermsOf = ({
  unserved = UNSERVED_ALLOWED,
  recoverWithinMs = RECOVER_WITHIN_MS,
}: ExperimentLine): ServiceTerms => ({ unservedAllowed: unserved, recoverWithinMs });

/** With less that was asked, nothing is said: a single mishap would be a large share. */
export const LEAST_ASKED = 20;

/** As few as these are a mishap of the machine as likely as a fault of the subject. */
export const MISHAPS = 2;

/** Whether so many unserved operations are within the allowed share, one mishap aside. */
export const isWithin = (unserved: number, asked: number, { unservedAllowed }: ServiceTerms): boolean =>
  unserved <= Math.max(unservedAllowed * asked, 1);
