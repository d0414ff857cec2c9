import { z } from 'zod';
import { anomalySchema, anomalyTimeSchema, chargeSchema, checkerResultSchema } from './anomaly.ts';
import { appErrorSchema } from './app-error.ts';
import { breakpointSchema } from './breakpoint.ts';
import { faultSchema } from './fault.ts';
import { growthSchema } from './growth.ts';
import { availabilitySchema } from './service.ts';
import { soakSchema } from './soak.ts';
import { bucketSchema, expirySchema, latencySchema } from './time.ts';
import { verdictSchema } from './verdict.ts';

/** Where a promise stands after an experiment that puts it to the test. */
const standingSchema = z.object({
  /** `not tested`: nothing in the experiment could have shown it to be broken, or what did may be of another cause. */
  verdict: z.enum(['kept', 'broken', 'not tested']),
  /** Why it was not tested, where an occasion seemed to be there. */
  why: z.string().optional(),
});
export type Standing = z.infer<typeof standingSchema>;

/** Whether the generator was on time, and not itself the bottleneck. */
const onTimeSchema = z.object({
  verdict: verdictSchema,
  reason: z.string().optional(),
  /** How late the generator sent operations that nothing but itself kept waiting. */
  latenessP99Ms: z.number().nullable(),
});

export const experimentResultSchema = z.object({
  id: z.string(),
  /** The Unix time that its times count from, in milliseconds. */
  epochMs: z.number().default(0),
  store: z.string(),
  title: z.string(),
  workload: z.string(),
  /** Digest of the script of the user's own that clients went by. */
  script: z.string().optional(),
  instances: z.number(),
  durationMs: z.number(),
  /** Promises of the store that this experiment puts to the test, with where each stands. */
  promises: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      /** Absent in older results. */
      verdict: standingSchema.shape.verdict.optional(),
      why: standingSchema.shape.why,
    }),
  ),
  /** Promises that the experiment tests and the store does not make. */
  notPromised: z.array(z.string()),
  /** Where those stand all the same; absent in older results. */
  unpromised: z.array(standingSchema.extend({ id: z.string() })).optional(),
  faults: z.array(faultSchema),
  counts: z.object({
    operations: z.number(),
    ok: z.number(),
    fail: z.number(),
    info: z.number(),
    reads: z.number(),
    readsAbsent: z.number(),
    writesAcknowledged: z.number(),
    writesLost: z.number(),
    sessions: z.number(),
    sessionsLost: z.number(),
    sessionsUnavailable: z.number(),
  }),
  /** Of operations that succeeded. */
  latency: z.array(latencySchema),
  /** Of those that did not, but for refusals that were asked for. */
  latencyOfFailed: z.array(latencySchema).optional(),
  availability: availabilitySchema.optional(),
  /** Whether latency can be trusted. */
  generator: onTimeSchema.extend({
    /** How late half of the operations were sent by their schedule, whoever kept them waiting. */
    behindP50Ms: z.number().optional(),
    intendedPerSecond: z.number(),
    achievedPerSecond: z.number(),
  }),
  /**
   * What was due when the load was over, such as the last look at all sessions, which asks more than the load: latencies
   * and what is said of the generator are without it. Absent where there was nothing, and in results of before, whose
   * figures have it in them.
   */
  afterLoad: z
    .object({
      /** When the load was over. */
      fromMs: z.number(),
      operations: z.number(),
      generator: onTimeSchema,
    })
    .optional(),
  /** Where it broke, of a load that goes up until something breaks; absent of any other. */
  breakpoint: breakpointSchema.optional(),
  /** What changed while the rate stayed, of a load that is a soak; absent of any other. */
  soak: soakSchema.optional(),
  buckets: z.array(bucketSchema),
  growth: growthSchema.nullable(),
  /** Absent where the workload does not ask for sessions about their TTL. */
  expiry: expirySchema.nullable().optional(),
  checkers: z.array(checkerResultSchema),
  /** By kind. A kind that was looked for and not found stands here with 0. */
  anomalyCounts: z.record(z.string(), z.number()),
  /** The first of each kind, with witnesses. */
  anomalies: z.array(anomalySchema),
  /** All of them, by time. */
  anomalyTimes: z.array(anomalyTimeSchema).default([]),
  /** All of them, by what may have brought them about; absent in older results. */
  charges: z.array(chargeSchema).optional(),
  /** What to change so that the experiment tells more, where its load was too high or too low. */
  advice: z.array(z.string()).optional(),
  /** What was noticed and is no problem, such as a warning that the app printed. */
  notes: z.array(z.string()),
  /** What the clients and the harness counted besides, by name. */
  figures: z.record(z.string(), z.number()).optional(),
  /** The errors that the app itself printed most; absent where none were seen. No verdict goes by them. */
  appErrors: z.array(appErrorSchema).optional(),
  /** What spoils this experiment's verdicts. */
  problems: z.array(z.string()),
  /** Over all checkers: false over unknown over true. */
  verdict: verdictSchema,
});
export type ExperimentResult = z.infer<typeof experimentResultSchema>;
