import { z } from 'zod';

/** A folder beside ab.json, and nothing that leads elsewhere. */
const folderName = z.string().regex(/^\w[\w.-]*$/);

const side = z.object({
  /** As it was asked for, such as `redis --resave`. */
  name: z.string(),
  /** The folders of its rounds, in their order, those that are still to come included. */
  runs: z.array(folderName).min(1),
});

/** ab.json: what two subjects were measured in turn for, and which folder holds which round of which side. */
export const abSchema = z.object({
  ab: z.literal(1),
  name: z.string(),
  command: z.string(),
  seed: z.string(),
  startedAt: z.string(),
  holdfast: z.string(),
  baseline: side,
  candidate: side,
});
export type AbPlan = z.infer<typeof abSchema>;

/** Sides of a comparison. */
export const SIDES = ['baseline', 'candidate'] as const;
export type Side = (typeof SIDES)[number];
