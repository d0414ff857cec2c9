import { z } from 'zod';

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

export const growthSchema = z.object({
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
    /** What the app's processes took up when the last visitor had come, of what they may; absent: no reading names a limit. */
    room: z
      .object({
        processes: z.number(),
        /** Of all of them together. */
        heapBytes: z.number(),
        rssBytes: z.number(),
        /** What each of them meets first, and what that allows it. */
        limit: z.enum(['V8', 'control group']),
        limitBytes: z.number(),
        /** When they meet it, counted from no session; absent: nothing grew, or it was given back, or nobody read whether it was. */
        ahead: z
          .object({
            /** New sessions a second. */
            perSecond: z.number(),
            afterMs: z.number(),
            /** By the bounds of the slope's 95 % interval. */
            soonestMs: z.number(),
            latestMs: z.number(),
          })
          .optional(),
      })
      .optional(),
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
