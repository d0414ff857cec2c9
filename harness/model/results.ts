import { z } from 'zod';

/**
 * results.json: everything that the reports and the gate need, made from plan.json and history.ndjson alone.
 * Times are milliseconds since the experiment's start; memory is bytes; ratios are between 0 and 1.
 */

/** pass, fail or unknown. A measurement that cannot be trusted is unknown, never pass. */
export const verdictSchema = z.enum(['pass', 'fail', 'unknown']);
export type Verdict = z.infer<typeof verdictSchema>;

export const claimsAreSchema = z.enum(['proved', 'examined']);

const layerSchema = z.enum(['server', 'driver', 'middleware']);

/** One operation of a witness, as it stands in the history. */
const witnessStepSchema = z.object({
  client: z.string(),
  op: z.string(),
  key: z.string().optional(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  absent: z.literal(true).optional(),
  owner: z.string().optional(),
  outcome: z.enum(['ok', 'fail', 'info']),
  startMs: z.number(),
  endMs: z.number(),
  status: z.number().optional(),
  instance: z.string().optional(),
  error: z.string().optional(),
  /** What a reader should see in this step, such as `expected 41 or later`. */
  remark: z.string().optional(),
});

export const anomalySchema = z.object({
  kind: z.string(),
  session: z.string(),
  key: z.string().optional(),
  /** When it was first seen. */
  atMs: z.number(),
  /** One sentence: what was expected, what came. */
  summary: z.string(),
  /** The id of the fault whose window it fell in; absent where there were several. */
  fault: z.string().optional(),
  layer: layerSchema.optional(),
  /** The fewest operations that show it, in order of time; 6 at most. */
  witness: z.array(witnessStepSchema).max(6),
});
export type Anomaly = z.infer<typeof anomalySchema>;
export type WitnessStep = z.infer<typeof witnessStepSchema>;

const quantilesSchema = z.object({
  count: z.number(),
  p50Ms: z.number(),
  p90Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
});
export type Quantiles = z.infer<typeof quantilesSchema>;

/** Anomalies of one kind that clients met in the second from `atMs` on, at one instance, during one fault; or during none, or several. */
const anomalyTimeSchema = z.object({
  kind: z.string(),
  atMs: z.number(),
  instance: z.string().optional(),
  fault: z.string().optional(),
  count: z.number(),
});

/** Anomalies of one kind, by what may have brought them about. */
const chargeSchema = z.object({
  kind: z.string(),
  /** Ids of all faults that were at work between what shows that all was well and what shows that it was not. */
  faults: z.array(z.string()),
  /** The instance that did not find it is the one that had last shown it: that others share nothing explains nothing. */
  atOneInstance: z.literal(true).optional(),
  count: z.number(),
  /** Of these, the ones whose update the app acknowledged and never saved. */
  unsaved: z.number(),
});

/** Where a promise stands after an experiment that puts it to the test. */
const standingSchema = z.object({
  /** `not tested`: nothing in the experiment could have shown it to be broken, or what did may be of another cause. */
  verdict: z.enum(['kept', 'broken', 'not tested']),
  /** Why it was not tested, where an occasion seemed to be there. */
  why: z.string().optional(),
});
export type Standing = z.infer<typeof standingSchema>;

/** Latency of one kind of operation, twice: from the intended start, and from the send. */
const latencySchema = z.object({ op: z.string(), fromIntended: quantilesSchema, fromSend: quantilesSchema });

/** Operations by how their client was served (protocol/service.ts). */
const servedSchema = z.object({
  served: z.number(),
  refused: z.number(),
  failed: z.number(),
  unknown: z.number(),
});
export type Served = z.infer<typeof servedSchema>;

/** The same by the instance that answered; those that none answered have no instance. */
const servedByInstanceSchema = z.array(servedSchema.extend({ instance: z.string().optional() }));

const availabilitySchema = z.object({
  /** The share of what is asked outside of faults and their recovery that may go unserved. */
  unservedAllowed: z.number(),
  /** How long after a fault's end the subject may stay away. */
  recoverWithinMs: z.number(),
  total: servedSchema,
  /** Of these, what was asked outside of faults and their recovery: what is held against the subject. */
  outside: servedSchema,
  /** What came instead of an answer as was asked, by status; `no answer` and `no connection` where none came. */
  answers: z.record(z.string(), z.number()),
  instances: servedByInstanceSchema,
  /**
   * In order of time. `during`: from a fault's onset to its end or until it was served again, whichever is later;
   * faults that touch are one. `after` them goes on to the next one, or to the end. Without a fault, `throughout`.
   */
  phases: z.array(
    servedSchema.extend({
      phase: z.enum(['throughout', 'before', 'during', 'after']),
      /** Ids of the faults. */
      faults: z.array(z.string()),
      fromMs: z.number(),
      toMs: z.number(),
      instances: servedByInstanceSchema,
    }),
  ),
  /** What is to be said before anything else, such as `the app served 8 % of what was asked`. */
  says: z.array(z.string()),
});
export type Availability = z.infer<typeof availabilitySchema>;

/** How a subject came back from a fault. */
const recoverySchema = z.object({
  /** Pass: served again in time, or never away. Fail: not in time. Unknown: nobody asked for long enough to tell. */
  verdict: verdictSchema,
  /** When it was served again for good; absent: it never was, or was never away. */
  againMs: z.number().optional(),
  /** From the fault's end until then; 0 where it was served again before, or never away. */
  toRecoveryMs: z.number().optional(),
  /** Why it is not a pass. */
  reason: z.string().optional(),
});
export type Recovery = z.infer<typeof recoverySchema>;

const faultSchema = z.object({
  id: z.string(),
  kind: z.string(),
  target: z.string(),
  /** False: nobody planned it, the subject broke by itself. */
  planned: z.boolean().default(true),
  onsetMs: z.number(),
  /** Absent: it did not heal within the experiment. */
  healedMs: z.number().optional(),
  tookEffect: z.boolean(),
  /** What was seen that shows the effect. */
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /**
   * From the first operation that was not served until the subject was served again for good, over all clients; 0: all
   * was served. Absent: it was not served again, or nobody could see it.
   */
  unavailableMs: z.number().optional(),
  recovery: recoverySchema.optional(),
  sessionsBefore: z.number().optional(),
  sessionsLost: z.number().optional(),
});
export type FaultResult = z.infer<typeof faultSchema>;

/** One bucket of the time axis. All buckets of an experiment are equally wide. */
const bucketSchema = z.object({
  /** Start of the bucket. */
  atMs: z.number(),
  /** `ok`, `absent` and `failed` share no operation: ones that were answered as asked and found their session, */
  ok: z.number(),
  /** ones that were not served, */
  failed: z.number(),
  /** and ones that needed a session and found none. */
  absent: z.number(),
  /** Of ones that succeeded, from the intended start, and the median from the send; null where none ended. */
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  sendP50Ms: z.number().nullable(),
  /** Sessions and acknowledged writes whose loss was first seen here. */
  losses: z.number(),
});
export type Bucket = z.infer<typeof bucketSchema>;

const slopeSchema = z.object({
  /** Per request, where requests are what memory is fitted to. */
  bytesPerSession: z.number(),
  /** 95 % confidence interval. */
  low: z.number(),
  high: z.number(),
  /** The smallest slope that this run would have told from zero (power 0.8 at alpha 0.05) and from a slow drift. */
  smallestVisible: z.number(),
  interceptBytes: z.number(),
  samples: z.number(),
});
export type Slope = z.infer<typeof slopeSchema>;

const growthSchema = z.object({
  visitors: z.number(),
  ttlMs: z.number(),
  lastVisitorMs: z.number(),
  /** Heap after a forced collection, of all instances together, against sessions created so far; of many, some. */
  app: z.object({
    samples: z.array(z.object({ atMs: z.number(), sessions: z.number(), heapBytes: z.number() })),
    /** The first reading that the line is fitted to; all that follow are, up to the last visitor's. */
    fittedFromMs: z.number().optional(),
    slope: slopeSchema.nullable(),
    /** Share of the growth that is still held one TTL after the last visitor left; null: nothing grew. */
    heldAfterTtl: z.number().nullable(),
  }),
  /** Heap against requests of sessions that stay the same; absent or null: nobody came back. */
  perRequest: z.object({ requests: z.number(), slope: slopeSchema.nullable() }).nullable().optional(),
  /** The store server's own figure; null for a store without one. */
  server: z
    .object({
      figure: z.string(),
      samples: z.array(
        z.object({
          atMs: z.number(),
          sessions: z.number(),
          memoryBytes: z.number(),
          stored: z.number().optional(),
        }),
      ),
      slope: slopeSchema.nullable(),
      heldAfterTtl: z.number().nullable(),
      /** Sessions that the server itself still counted one TTL after the last visitor. */
      storedAfterTtl: z.number().nullable(),
    })
    .nullable(),
});
export type Growth = z.infer<typeof growthSchema>;

/** When sessions expired that nothing had renewed since they were made; times count from the TTL, before it negative. */
const expirySchema = z.object({
  /** The earliest at which one was gone; null: none was. */
  firstGoneMs: z.number().nullable(),
  /** The latest at which one was still there; null: none was. */
  lastThereMs: z.number().nullable(),
  bands: z.array(z.object({ fromMs: z.number(), toMs: z.number(), looks: z.number(), gone: z.number() })),
});
export type Expiry = z.infer<typeof expirySchema>;

const checkerResultSchema = z.object({
  /** The kind of anomaly that it looks for. */
  checker: z.string(),
  verdict: verdictSchema,
  /** Why it is unknown. */
  reason: z.string().optional(),
  count: z.number(),
  /** Occasions on which the anomaly would have shown; 0: nothing was tested. */
  tested: z.number().optional(),
});

export const experimentResultSchema = z.object({
  id: z.string(),
  /** The Unix time that its times count from, in milliseconds. */
  epochMs: z.number().default(0),
  store: z.string(),
  title: z.string(),
  workload: z.string(),
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
  /** Whether latency can be trusted: the generator was not itself the bottleneck. */
  generator: z.object({
    verdict: verdictSchema,
    reason: z.string().optional(),
    /** How late the generator sent operations that nothing but itself kept waiting. */
    latenessP99Ms: z.number().nullable(),
    /** How late half of the operations were sent by their schedule, whoever kept them waiting. */
    behindP50Ms: z.number().optional(),
    intendedPerSecond: z.number(),
    achievedPerSecond: z.number(),
  }),
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
  /** What spoils this experiment's verdicts. */
  problems: z.array(z.string()),
  /** Over all checkers: false over unknown over true. */
  verdict: verdictSchema,
});
export type ExperimentResult = z.infer<typeof experimentResultSchema>;

/** `true only if`: what is said holds, but only under a condition that it does not name. */
export const claimVerdictSchema = z.enum(['shown', 'true only if', 'refuted', 'unknown']);
export const claimResultSchema = z.object({
  id: z.string(),
  store: z.string(),
  text: z.string(),
  /** Where the claim is made. */
  source: z.string(),
  /** The figures, in words. */
  measured: z.string(),
  verdict: claimVerdictSchema,
  /** What it says is bad news for those who use the store; else it is bad news where it is refuted. */
  badIfShown: z.boolean().optional(),
  /** The condition, where it is true only under one. */
  onlyIf: z.string().optional(),
  reason: z.string().optional(),
  /** Ids of the experiments that it rests on. */
  experiments: z.array(z.string()),
});
export type ClaimResult = z.infer<typeof claimResultSchema>;

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
