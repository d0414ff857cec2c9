import { z } from 'zod';
import { verdictSchema } from '../../harness/model/results/verdict.ts';
import { openKeptRuns, type KeptRuns } from '../kept-runs.ts';

const runSchema = z.object({
  store: z.string(),
  instances: z.number(),
  /** Of the run, by which it can be repeated. */
  seed: z.number(),
  verdict: verdictSchema,
  /** How many were found of each kind of anomaly that was. */
  anomalies: z.record(z.string(), z.number()),
  operations: z.number(),
  /** Why it came to no verdict. */
  problems: z.array(z.string()),
  /** The run's folder, which is kept where there is something to look at. */
  folder: z.string().optional(),
});

/** What one run without a fault came to. */
export type ProofRun = z.infer<typeof runSchema>;
export type Kind = Pick<ProofRun, 'store' | 'instances'>;

/** Whether a run counts: one that came to no verdict, as on a machine that is short of processors, says nothing. */
export const isJudged = ({ verdict }: ProofRun): boolean => verdict !== 'unknown';

/** The runs of a proof, those of earlier calls included. */
export interface Kept extends KeptRuns<ProofRun> {
  of: (kind: Kind) => readonly ProofRun[];
}

export async function openKept(folder: string): Promise<Kept> {
  const kept = await openKeptRuns(folder, runSchema);
  return {
    ...kept,
    of: ({ store, instances }) =>
      kept.runs.filter((run) => run.store === store && run.instances === instances),
  };
}
