/**
 * A worker that has the harness's own readers judge one mutant after the other, as `check`, `gate` and `report` do. It
 * may be ended where it takes too long or too much memory.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { HoldfastError } from '../../harness/errors.ts';
import { decide } from '../../harness/gate/decide.ts';
import { GATE_FORMATS } from '../../harness/gate/formats.ts';
import { readPolicy } from '../../harness/gate/parse-policy.ts';
import { loadResults } from '../../harness/report/load.ts';
import { RUN_FORMATS } from '../../harness/report/formats.ts';
import { writeFormats } from '../../harness/report/write.ts';
import { judgeRun } from '../../harness/run/execute.ts';
import { readPlan } from '../../harness/run/folder.ts';
import type { FileName } from './files.ts';

/** What became of a mutant: refused with a message for the user, a verdict, or a defect of ours. */
export interface Judged {
  outcome: 'pass' | 'fail' | 'unknown' | 'refused' | 'defect';
  said: string;
}

const folder = workerData as string;

/** `check`, for what a run recorded, and `gate` and `report`, for what was made of it. */
const JUDGES: Record<FileName, () => Promise<{ verdict: 'pass' | 'fail' | 'unknown' }>> = {
  'history.ndjson': check,
  'plan.json': check,
  'results.json': async () => {
    const { results } = await loadResults(folder);
    await writeFormats(RUN_FORMATS, results, folder);
    return gate();
  },
  'policy.json': gate,
};

async function check() {
  const results = await judgeRun(await readPlan(folder), folder);
  RUN_FORMATS.terminal(results, { color: false, columns: 100, folder });
  return results;
}

async function gate() {
  const policy = readPolicy(await readFile(join(folder, 'policy.json'), 'utf8'), 'policy.json');
  const decision = decide((await loadResults(folder)).results, policy);
  for (const { render } of GATE_FORMATS.files) render(decision);
  return decision;
}

parentPort?.on('message', ({ file, text }: { file: FileName; text: string }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  void judged(file, text).then((answer) => parentPort?.postMessage(answer));
});

async function judged(file: FileName, text: string): Promise<Judged> {
  await writeFile(join(folder, file), text);
  try {
    return { outcome: (await JUDGES[file]()).verdict, said: '' };
  } catch (error) {
    if (!(error instanceof HoldfastError)) return { outcome: 'defect', said: String((error as Error).stack) };
    const hasStack = /\n\s+at \S+ \(/.test(error.message);
    return { outcome: hasStack ? 'defect' : 'refused', said: error.message };
  }
}
