import { z } from 'zod';
import { verdictSchema } from '../model/results.ts';

/** A figure beside the baseline's. */
const deltaSchema = z.object({
  experiment: z.string(),
  figure: z.string(),
  baseline: z.string().optional().describe('Median over rounds, with its unit; absent: no round has it.'),
  candidate: z.string().optional().describe('The same of what is decided on.'),
  values: z
    .object({ baseline: z.array(z.number()), candidate: z.array(z.number()) })
    .describe('One number a round, without a unit: milliseconds, bytes, a share or a number a second.'),
  margin: z.string().describe('By how much it may be worse.'),
  change: z
    .object({
      estimate: z.number(),
      low: z.number().optional(),
      high: z.number().optional(),
      text: z.string(),
    })
    .optional()
    .describe(
      'By how much it is above the baseline, with 95 % bounds where there are rounds enough: a share of the baseline where the margin is in %, else in the unit of the values. Absent: nothing was compared.',
    ),
  is: z.enum(['worse', 'not worse', 'cannot tell']),
  moreRounds: z
    .number()
    .optional()
    .describe('Where it cannot be told: about how many more rounds of each side it would take.'),
  leftOut: z.string().optional().describe('Rounds that cannot be trusted and are left out, and why.'),
  doubt: z.string().optional().describe('Where it cannot be told whatever the rounds: why.'),
});
export type Delta = z.infer<typeof deltaSchema>;

/** One thing that was decided. */
const checkSchema = z.object({
  id: z.string().describe('Unique in its decision, and the same for the same thing in another run.'),
  store: z.string().optional().describe('Absent: it is about the whole run or the policy.'),
  experiment: z.string().optional(),
  title: z.string(),
  verdict: verdictSchema,
  message: z.string(),
  evidence: z.string().optional().describe('A witness, or the figures.'),
  delta: deltaSchema.optional().describe('Of what was compared with a baseline.'),
  allowed: z
    .enum(['not promised', 'policy', 'not asked', 'not compared'])
    .optional()
    .describe('Why it passes although something was found, or although nothing was tested.'),
});
export type Check = z.infer<typeof checkSchema>;

/** What a gate decided; `gate --json` prints it, and decision.schema.json is made from it. */
export const decisionSchema = z.object({
  decision: z.literal(1).describe('The version of this format.'),
  run: z.string().describe('Name of the run, or what is compared with what.'),
  policy: z.string().describe('What it was decided by: the name of a policy, or its file.'),
  advice: z.string().describe('What to do, in one sentence.'),
  verdict: verdictSchema.describe('Fail over unknown over pass.'),
  checks: z.array(checkSchema),
});
export type Decision = z.infer<typeof decisionSchema>;
