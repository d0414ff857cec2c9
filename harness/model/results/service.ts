import { z } from 'zod';
import { verdictSchema } from './verdict.ts';

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

export const availabilitySchema = z.object({
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
export const recoverySchema = z.object({
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
