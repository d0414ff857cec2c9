import { z } from 'zod';
import { recoverySchema } from './service.ts';

export const faultSchema = z.object({
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
  /**
   * The longest time in which clients waited and nobody was served, whatever came of their operations: the wait for an
   * answer that came in the end is no failure, and is one to the people behind it. 0: they waited no longer than without
   * the fault. Absent: results of an older version.
   */
  noneServedMs: z.number().optional(),
  recovery: recoverySchema.optional(),
  sessionsBefore: z.number().optional(),
  sessionsLost: z.number().optional(),
});
export type FaultResult = z.infer<typeof faultSchema>;
