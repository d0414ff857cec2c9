import { z } from 'zod';
import { PROMISES } from '../../protocol/promises.ts';
import { ANOMALY_KINDS } from '../model/kinds.ts';

/** Longer than any name that a rule has to match. */
const name = z.string().min(1).max(300);

/** Which experiments a rule is about: globs on the store and on the experiment's id or its last part. */
const scope = {
  store: name.optional(),
  experiment: name.optional(),
  /** Why; repeated wherever the rule decides. */
  because: z.string().min(1).max(2000).optional(),
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
  op: name.optional(),
  quantile: z.enum(['p50', 'p90', 'p99']),
  /** From the intended start. */
  maxMs: z.number({ error: 'expected a number of milliseconds' }).positive(),
  ...scope,
});
export type LatencyRule = z.infer<typeof latencyRule>;

const claimRule = z.strictObject({
  claim: name,
  store: scope.store,
  because: scope.because,
});
export type ClaimRule = z.infer<typeof claimRule>;

const requirement = z.strictObject({
  promise: z.enum(PROMISES),
  store: scope.store,
  /**
   * What it is where the run did not put it to the test: `unknown`; `listed`, which decides nothing; or `as-promised`:
   * listed where the store promises it, unknown where it does not.
   */
  notAsked: z.enum(['unknown', 'as-promised', 'listed']).default('unknown'),
  because: scope.because,
});
export type Requirement = z.infer<typeof requirement>;

/**
 * What any app in production needs of its sessions. That nothing is lost, nothing shown to others, logouts are final
 * and clients are served needs no promise: no store may do otherwise.
 */
const PRODUCTION: readonly Requirement[] = [
  {
    promise: 'survives-app-restart',
    notAsked: 'as-promised',
    because: 'every deployment restarts the app',
  },
  {
    promise: 'shared-between-instances',
    notAsked: 'as-promised',
    because: 'two instances are there in every deployment, if only for a moment',
  },
  { promise: 'expires-on-server', notAsked: 'listed', because: 'who comes after the TTL must not be let in' },
  { promise: 'touch-extends', notAsked: 'listed', because: 'who is active must not be logged out' },
];

/** What a run is decided by. docs/GATE.md is its public description. */
export const policySchema = z.strictObject({
  policy: z.literal(1),
  /** Promises that a store must keep, made or not. */
  requires: z.array(requirement).default([...PRODUCTION]),
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
  requires: Object.keys(requirement.shape),
  anomalies: Object.keys(anomalyRule.shape),
  latency: Object.keys(latencyRule.shape),
  leaveOutClaims: Object.keys(claimRule.shape),
};

/** Rules that stand before those of every policy, which can overrule them. */
export const STANDING_RULES: readonly AnomalyRule[] = [
  {
    kind: 'lost-update',
    max: 'any',
    because:
      'express-session saves whole documents: of two requests of one session at once the last to save wins, on every store',
  },
];

/** Policies by name. */
export const POLICIES = {
  /** What any app in production needs, nothing left out, every claim shown. */
  production: policySchema.parse({ policy: 1 }),
  /** Each store by its own word, for those who make one. */
  'as-promised': policySchema.parse({ policy: 1, requires: [] }),
} as const satisfies Record<string, Policy>;
export const DEFAULT_POLICY = 'production' satisfies keyof typeof POLICIES;
