import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { verdictSchema } from '../../harness/model/results/verdict.ts';

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
export interface Kept {
  readonly runs: readonly ProofRun[];
  of: (kind: Kind) => readonly ProofRun[];
  add: (run: ProofRun) => Promise<void>;
}

/** Reads what a folder has, a line a run, and adds to it. */
export async function openKept(folder: string): Promise<Kept> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'runs.ndjson');
  const text = await readFile(file, 'utf8').catch(() => '');
  const runs = text
    .split('\n')
    .filter(Boolean)
    .map((line) => runSchema.parse(JSON.parse(line)));
  return {
    runs,
    of: ({ store, instances }) => runs.filter((run) => run.store === store && run.instances === instances),
    async add(run) {
      runs.push(run);
      await appendFile(file, `${JSON.stringify(run)}\n`);
    },
  };
}
