import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** The runs of a proof that takes more than one sitting: those of earlier calls, and what is added. */
export interface KeptRuns<Run> {
  readonly runs: readonly Run[];
  /** On the disk when it resolves. */
  add: (run: Run) => Promise<void>;
}

/** Reads what a folder has in `runs.ndjson`, a line a run by this schema, and adds to it. The folder is made. */
export async function openKeptRuns<Run>(folder: string, schema: z.ZodType<Run>): Promise<KeptRuns<Run>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'runs.ndjson');
  const text = await readFile(file, 'utf8').catch(() => '');
  const runs = text
    .split('\n')
    .filter(Boolean)
    .map((line) => schema.parse(JSON.parse(line)));
  return {
    runs,
    async add(run) {
      runs.push(run);
      await appendFile(file, `${JSON.stringify(run)}\n`);
    },
  };
}
