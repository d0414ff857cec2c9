import { z } from 'zod';
import { verdictSchema } from './verdict.ts';

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

/** Anomalies of one kind that clients met in the second from `atMs` on, at one instance, during one fault; or during none, or several. */
export const anomalyTimeSchema = z.object({
  kind: z.string(),
  atMs: z.number(),
  instance: z.string().optional(),
  fault: z.string().optional(),
  count: z.number(),
});

/** Anomalies of one kind, by what may have brought them about. */
export const chargeSchema = z.object({
  kind: z.string(),
  /** Ids of all faults that were at work between what shows that all was well and what shows that it was not. */
  faults: z.array(z.string()),
  /** The instance that did not find it is the one that had last shown it: that others share nothing explains nothing. */
  atOneInstance: z.literal(true).optional(),
  count: z.number(),
  /** Of these, the ones whose update the app acknowledged and never saved. */
  unsaved: z.number(),
});

export const checkerResultSchema = z.object({
  /** The kind of anomaly that it looks for. */
  checker: z.string(),
  verdict: verdictSchema,
  /** Why it is unknown. */
  reason: z.string().optional(),
  count: z.number(),
  /** Occasions on which the anomaly would have shown; 0: nothing was tested. */
  tested: z.number().optional(),
});
