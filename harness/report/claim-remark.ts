import type { ClaimResult } from '../model/results.ts';

/** What has to be said beside the figures of a claim: its condition, or why there is no verdict. Often nothing. */
export const remarkOnClaim = ({ onlyIf, reason }: ClaimResult): string | undefined =>
  onlyIf === undefined ? reason : `true only if ${onlyIf}`;
