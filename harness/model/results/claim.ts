import { z } from 'zod';

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
