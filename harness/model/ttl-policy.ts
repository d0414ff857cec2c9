import type { ExperimentLine } from '../../protocol/history.ts';

/** What an experiment says of its sessions' time to live. */
export interface TtlPolicy {
  /** Infinity: they never expire. */
  ttlMs: number;
  /** How far from the TTL an expiry may be and still be on time. */
  graceMs: number;
  /** What certainly starts the time to live afresh: `save`, all that changes a session; `any`, reads as well. */
  renewedBy: 'save' | 'any';
}

const DEFAULT_GRACE_MS = 1000;

/** What an experiment says of its sessions' time to live, with the defaults filled in. */
export const ttlPolicyOf = (experiment: ExperimentLine): TtlPolicy => ({
  ttlMs: experiment.ttlMs ?? Infinity,
  graceMs: experiment.ttlGraceMs ?? DEFAULT_GRACE_MS,
  renewedBy: experiment.renewedBy ?? 'save',
});
