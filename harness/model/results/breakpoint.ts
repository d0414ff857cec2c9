import { z } from 'zod';

/** One rate of those that it went up by. */
const stepSchema = z.object({
  perSecond: z.number(),
  fromMs: z.number(),
  toMs: z.number(),
  /** Operations that were due in it, by its rate, and those of them that were sent. */
  planned: z.number(),
  asked: z.number(),
  /** Of what was sent, what was not served. */
  unserved: z.number(),
  /** Of what was served, from the intended start, and from the send; null where nothing was. */
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  sendP99Ms: z.number().nullable(),
  /** How many ended in it, a second, and how many were in flight at a time, on the average. */
  endedPerSecond: z.number(),
  inFlight: z.number(),
  /** What k6 wanted of all processors, and how much of the time the app waited for one; absent where nobody could tell. */
  generatorPercent: z.number().optional(),
  appWaitedPercent: z.number().optional(),
  /** `unknown`: something other than the subject may have kept it from holding. */
  outcome: z.enum(['held', 'broke', 'unknown']),
  by: z.enum(['unserved', 'latency', 'anomaly']).optional(),
  /** What was seen where it broke, or why it is unknown. */
  why: z.string().optional(),
  /** One stall may be all that kept it from holding. */
  stalled: z.literal(true).optional(),
});
export type BreakpointStep = z.infer<typeof stepSchema>;

/** Up to which rate the subject held, where the rate went up until something broke. */
export const breakpointSchema = z.object({
  /** `held`: it did not break at all. `unknown`: nobody knows what it does above the last rate that it held. */
  outcome: z.enum(['held', 'broke', 'unknown']),
  /** The highest rate that it held; absent: not even the first. */
  heldPerSecond: z.number().optional(),
  /** The lowest rate above it, at which it did not, or nobody knows. */
  brokePerSecond: z.number().optional(),
  /** A rate is too high where more than 1 % took longer than this, from the intended start; */
  p99LimitMs: z.number(),
  /** or where more than this share was not served. */
  unservedAllowed: z.number(),
  /** All of it in a sentence without its subject. */
  says: z.string(),
  steps: z.array(stepSchema),
});
export type Breakpoint = z.infer<typeof breakpointSchema>;
