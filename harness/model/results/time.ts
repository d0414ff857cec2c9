import { z } from 'zod';

const quantilesSchema = z.object({
  count: z.number(),
  p50Ms: z.number(),
  p90Ms: z.number(),
  p99Ms: z.number(),
  maxMs: z.number(),
});
export type Quantiles = z.infer<typeof quantilesSchema>;

/** Latency twice: from the intended start, and from the send. */
const twiceSchema = z.object({ fromIntended: quantilesSchema, fromSend: quantilesSchema });

/** Of one kind of operation, where it was due while the load lasted; in results of before, whenever it was due. */
export const latencySchema = twiceSchema.extend({
  op: z.string(),
  /**
   * Of those that were due from 1 s after the start to the end of the load: neither of a cold app, nor of the last look
   * at everything, which asks more than the load. Runs are compared by it. Absent in results of before.
   */
  steady: twiceSchema.optional(),
});

/** One bucket of the time axis. All buckets of an experiment are equally wide. */
export const bucketSchema = z.object({
  /** Start of the bucket. */
  atMs: z.number(),
  /** `ok`, `absent` and `failed` share no operation: ones that were answered as asked and found their session, */
  ok: z.number(),
  /** ones that were not served, */
  failed: z.number(),
  /** and ones that needed a session and found none. */
  absent: z.number(),
  /**
   * Of ones that succeeded and were due while the load lasted, from the intended start, and the median from the send;
   * null where none ended.
   */
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  sendP50Ms: z.number().nullable(),
  /** Sessions and acknowledged writes whose loss was first seen here. */
  losses: z.number(),
});
export type Bucket = z.infer<typeof bucketSchema>;

/** When sessions expired that nothing had renewed since they were made; times count from the TTL, before it negative. */
export const expirySchema = z.object({
  /** The earliest at which one was gone; null: none was. */
  firstGoneMs: z.number().nullable(),
  /** The latest at which one was still there; null: none was. */
  lastThereMs: z.number().nullable(),
  bands: z.array(z.object({ fromMs: z.number(), toMs: z.number(), looks: z.number(), gone: z.number() })),
});
export type Expiry = z.infer<typeof expirySchema>;
