import { z } from 'zod';
import { verdictSchema } from '../../harness/model/results/verdict.ts';
import { openKeptRuns, type KeptRuns } from '../kept-runs.ts';

const runSchema = z.object({
  subject: z.string(),
  manner: z.string(),
  seed: z.number(),
  verdict: verdictSchema,
  /** Acknowledged, and how many of them were gone for good. */
  acknowledged: z.number(),
  lost: z.number(),
  /** Whether another took over and all followed it, as its evidence says. */
  tookEffect: z.boolean(),
  problems: z.array(z.string()),
});

/** What one failover came to. */
export type FailoverRun = z.infer<typeof runSchema>;
export type Kind = Pick<FailoverRun, 'subject' | 'manner'>;

/** Whether it counts: one that another did not take over in, or that came to no verdict, says nothing. */
export const isJudged = ({ verdict, tookEffect }: FailoverRun): boolean =>
  tookEffect && verdict !== 'unknown';

/** The runs of a proof, those of earlier calls included. */
export interface Kept extends KeptRuns<FailoverRun> {
  of: (kind: Kind) => readonly FailoverRun[];
}

export async function openKept(folder: string): Promise<Kept> {
  const kept = await openKeptRuns(folder, runSchema);
  return {
    ...kept,
    of: ({ subject, manner }) => kept.runs.filter((run) => run.subject === subject && run.manner === manner),
  };
}
