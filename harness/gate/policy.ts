import { z } from 'zod';
import { PROMISES } from '../../protocol/promises.ts';
import { ANOMALY_KINDS } from '../checker/catalogue.ts';
import { FIGURE_NAMES } from './figures.ts';

/** Longer than any name that a rule has to match. */
const name = z.string().min(1).max(300);

const because = z.string().min(1).max(2000).optional().describe('Why; repeated wherever the rule decides.');

/** Which experiments a rule is about: globs on the store and on the experiment's id or its last part. */
const scope = {
  store: name
    .optional()
    .describe('The store, by its id (redis) or its name (Redis); a glob. Without it, every one.'),
  experiment: name
    .optional()
    .describe(
      'The experiment, by its id (redis/restart) or what follows its store; a glob. Without it, every one.',
    ),
  because,
};

const MAX = 'expected a whole number from 0, or "any"';

const anomalyRule = z.strictObject({
  kind: z.enum([...ANOMALY_KINDS, '*']).describe('A kind of anomaly; "*" is all of them.'),
  max: z
    .union([z.int(MAX).min(0, MAX), z.literal('any', MAX)], MAX)
    .describe('How many an experiment may have; 0 forbids the kind, also where a promise is missing.'),
  ...scope,
});
export type AnomalyRule = z.infer<typeof anomalyRule>;

const latencyRule = z.strictObject({
  op: name.optional().describe('The operation, such as read; a glob. Without it, every one.'),
  quantile: z.enum(['p50', 'p90', 'p99']),
  maxMs: z
    .number({ error: 'expected a number of milliseconds' })
    .positive()
    .describe('The most it may be, from the intended start, in milliseconds.'),
  ...scope,
});
export type LatencyRule = z.infer<typeof latencyRule>;

const NUMBER = { error: 'expected a number, in the unit that the figure ends with' };

const figureRule = z
  .strictObject({
    figure: z
      .enum(FIGURE_NAMES)
      .describe(
        'What is limited; it ends with its unit. A share is between 0 and 1. docs/GATE.md says what each is.',
      ),
    max: z.number(NUMBER).optional().describe('The most it may be.'),
    min: z.number(NUMBER).optional().describe('The least it may be.'),
    ...scope,
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, {
    error: 'expected "max" or "min", or both',
  })
  .refine(({ min = -Infinity, max = Infinity }) => min <= max, {
    error: 'expected "min" to be "max" at most',
  });
export type FigureRule = z.infer<typeof figureRule>;

const marginRule = z.strictObject({
  figure: name.describe(
    'What is compared, as the decision calls it, such as "p99 of read from the send" or outage-ms; a glob.',
  ),
  margin: z
    .number({ error: 'expected a number from 0' })
    .min(0, 'expected a number from 0')
    .describe(
      'By how much it may be worse than the baseline: a share of latency and throughput (0.1 is 10 %), else in the unit of the figure.',
    ),
  ...scope,
});
export type MarginRule = z.infer<typeof marginRule>;

const claimRule = z.strictObject({
  claim: name.describe('The claim, such as C4; a glob.'),
  store: scope.store,
  because,
});
export type ClaimRule = z.infer<typeof claimRule>;

const requirement = z.strictObject({
  promise: z.enum(PROMISES),
  store: scope.store,
  notAsked: z
    .enum(['unknown', 'as-promised', 'listed', 'left-out'])
    .default('unknown')
    .describe(
      'What it is where the run did not put it to the test: unknown; listed, which decides nothing; left-out, which says nothing of it; or as-promised: listed where the store promises it, unknown where it does not.',
    ),
  because,
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
  {
    promise: 'survives-failover',
    // Most have one server, or none: of them there is nothing to say.
    notAsked: 'left-out',
    because: 'who lets another server take over wants what was acknowledged to be there',
  },
  { promise: 'expires-on-server', notAsked: 'listed', because: 'who comes after the TTL must not be let in' },
  { promise: 'touch-extends', notAsked: 'listed', because: 'who is active must not be logged out' },
];

/** What a run is decided by. docs/GATE.md is its public description; policy.schema.json is made from it. */
export const policySchema = z.strictObject({
  policy: z.literal(1).describe('The version of this format.'),
  requires: z
    .array(requirement)
    .default([...PRODUCTION])
    .describe('Promises that a store must keep, made or not. Without it, what any app in production needs.'),
  anomalies: z
    .array(anomalyRule)
    .default([])
    .describe('How many anomalies are allowed. The last rule that matches an experiment and a kind decides.'),
  latency: z.array(latencyRule).default([]).describe('Limits of latency.'),
  figures: z.array(figureRule).default([]).describe('Limits of everything else that has a number.'),
  against: z
    .array(marginRule)
    .default([])
    .describe('Margins of what is compared with a baseline; the last that matches decides.'),
  leaveOutClaims: z.array(claimRule).default([]).describe('Claims that need not be shown.'),
  $schema: z.string().max(2000).optional().describe('For editors: where the schema is.'),
});
export type Policy = z.infer<typeof policySchema>;

/** The keys of each object that a policy has, for messages. */
export const POLICY_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(policySchema.shape),
  requires: Object.keys(requirement.shape),
  anomalies: Object.keys(anomalyRule.shape),
  latency: Object.keys(latencyRule.shape),
  figures: Object.keys(figureRule.shape),
  against: Object.keys(marginRule.shape),
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
