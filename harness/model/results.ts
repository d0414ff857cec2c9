import { z } from 'zod';
import { claimResultSchema } from './results/claim.ts';
import { experimentResultSchema } from './results/experiment.ts';
import { verdictSchema } from './results/verdict.ts';

export * from './results/anomaly.ts';
export * from './results/app-error.ts';
export * from './results/breakpoint.ts';
export * from './results/soak.ts';
export * from './results/claim.ts';
export * from './results/experiment.ts';
export * from './results/fault.ts';
export * from './results/growth.ts';
export * from './results/service.ts';
export * from './results/time.ts';
export * from './results/verdict.ts';

/**
 * results.json: everything that the reports and the gate need, made from plan.json and history.ndjson alone.
 * Times are milliseconds since the experiment's start; memory is bytes; ratios are between 0 and 1.
 */

export const claimsAreSchema = z.enum(['proved', 'examined']);

export const resultsSchema = z.object({
  results: z.literal(1),
  /** What a reader has to know before anything else: who was not served, and what load was too high or too low. */
  notices: z.array(z.string()).optional(),
  run: z.object({
    name: z.string(),
    command: z.string(),
    startedAt: z.string(),
    seed: z.string(),
    holdfast: z.string(),
    /** The dashboard of this run, over its own time, where a Grafana showed it. */
    dashboard: z.url({ protocol: /^https?$/ }).optional(),
    /** What a refuted claim is: where claims are proved, a failure; where they are examined, a finding. */
    claimsAre: claimsAreSchema.optional(),
    /** Ran to its end: no experiment is missing or cut off. */
    complete: z.boolean(),
  }),
  machine: z.object({ cores: z.number(), memoryBytes: z.number(), os: z.string(), node: z.string() }),
  versions: z.array(z.object({ name: z.string(), version: z.string(), source: z.string() })),
  /** The run's stores as people call them, in its order, those that could not be tested included. */
  stores: z
    .array(
      z.object({
        id: z.string(),
        /** As people call it, such as `Redis`. */
        name: z.string(),
        /** What was tested, such as `connect-redis on ioredis`. */
        packages: z.string().optional(),
        /** Everything that it promises, put to the test or not. */
        promises: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  experiments: z.array(experimentResultSchema),
  claims: z.array(claimResultSchema),
  /** What concerns the whole run, such as a tool that could not be had. */
  problems: z.array(z.string()),
  verdict: verdictSchema,
});
export type Results = z.infer<typeof resultsSchema>;
