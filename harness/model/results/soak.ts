import { z } from 'zod';

/** How a figure changed from the first reading to the last; or why that is not told. */
const driftSchema = z.union([
  z.object({
    /** By the line through all readings. */
    by: z.number(),
    /** Its 95 % interval. */
    low: z.number(),
    high: z.number(),
    /** The smallest change that these readings would have told from zero (power 0.8 at alpha 0.05); less is none. */
    smallestVisible: z.number(),
    readings: z.number(),
    overMs: z.number(),
  }),
  z.object({ unknown: z.string() }),
]);
export type Drift = z.infer<typeof driftSchema>;

const partSchema = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  asked: z.number(),
  unserved: z.number(),
  /** Of what was served, from the intended start; null where nothing was. */
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** Sessions and acknowledged writes whose loss was first seen here. */
  losses: z.number(),
});

/** What changed while the rate stayed the same. It decides nothing: what clients lost is for the checkers. */
export const soakSchema = z.object({
  perSecond: z.number(),
  /** Quarters of the plateau. */
  parts: z.array(partSchema),
  /** Median latency, from the intended start, in milliseconds. */
  latencyMs: driftSchema,
  /** Heap of all instances after a forced collection; absent where it was not read. */
  heapBytes: driftSchema.optional(),
});
export type Soak = z.infer<typeof soakSchema>;
