import { z } from 'zod';
import { ANOMALY_KINDS } from '../model/kinds.ts';

/** Which experiments a rule is about: globs on the store and on the experiment's id or its last part. */
const scope = {
  store: z.string().min(1).optional(),
  experiment: z.string().min(1).optional(),
  /** Why; repeated wherever the rule decides. */
  because: z.string().min(1).optional(),
};

const MAX = 'expected a whole number from 0, or "any"';

const anomalyRule = z.strictObject({
  kind: z.enum([...ANOMALY_KINDS, '*']),
  /** How many an experiment may have: 0 forbids the kind, also where a promise is missing. */
  max: z.union([z.int(MAX).min(0, MAX), z.literal('any', MAX)], MAX),
  ...scope,
});
export type AnomalyRule = z.infer<typeof anomalyRule>;

const latencyRule = z.strictObject({
  /** The operation; without it, every one. */
  op: z.string().min(1).optional(),
  quantile: z.enum(['p50', 'p90', 'p99']),
  /** From the intended start. */
  maxMs: z.number({ error: 'expected a number of milliseconds' }).positive(),
  ...scope,
});
export type LatencyRule = z.infer<typeof latencyRule>;

const claimRule = z.strictObject({
  claim: z.string().min(1),
  store: scope.store,
  because: scope.because,
});
export type ClaimRule = z.infer<typeof claimRule>;

/** What a run is decided by. docs/GATE.md is its public description. */
export const policySchema = z.strictObject({
  policy: z.literal(1),
  /** The last rule that matches an experiment and a kind decides. */
  anomalies: z.array(anomalyRule).default([]),
  latency: z.array(latencyRule).default([]),
  /** Claims that need not be shown. */
  leaveOutClaims: z.array(claimRule).default([]),
});
export type Policy = z.infer<typeof policySchema>;

/** The keys of each object that a policy has, for messages. */
export const POLICY_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(policySchema.shape),
  anomalies: Object.keys(anomalyRule.shape),
  latency: Object.keys(latencyRule.shape),
  leaveOutClaims: Object.keys(claimRule.shape),
};

/** Each store keeps its promises, no anomaly, every claim shown. */
export const DEFAULT_POLICY: Policy = { policy: 1, anomalies: [], latency: [], leaveOutClaims: [] };
