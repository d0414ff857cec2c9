import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { temporaryFolder } from '../holdfast.ts';
import { FILE_NAMES, mutantOf, POLICY, type FileName, type Mutant } from './files.ts';
import type { Judged } from './judge.ts';
import { oneOf, type Chance } from './random.ts';

/** No file of a short run takes that long to judge, whatever is in it; nor that much memory. */
const LIMIT_MS = 60_000;
const MEMORY_MB = 768;

export interface MutantScore {
  tried: number;
  spoiled: number;
  outcomes: Record<Judged['outcome'], number>;
  /** What must not be: a defect, or a pass that nothing earned. */
  complaints: string[];
}

/** Has the harness judge mutants of the files of a run that passed. */
export async function tryMutants(run: string, count: number, chance: Chance): Promise<MutantScore> {
  await using folder = await temporaryFolder();
  const place = join(folder.path, 'run');
  await cp(run, place, { recursive: true });
  await writeFile(join(place, 'policy.json'), POLICY);
  const texts = new Map<FileName, string>();
  for (const file of FILE_NAMES) texts.set(file, await readFile(join(place, file), 'utf8'));
  const restore = async () => {
    for (const [file, text] of texts) await writeFile(join(place, file), text);
  };

  const score: MutantScore = {
    tried: 0,
    spoiled: 0,
    outcomes: { pass: 0, fail: 0, unknown: 0, refused: 0, defect: 0 },
    complaints: [],
  };
  let judge = startJudge(place);
  try {
    for (const file of FILE_NAMES) {
      const { outcome, said } = await judge.ask({ file, text: texts.get(file) ?? '' });
      if (outcome !== 'pass')
        throw new Error(`the run itself does not pass by its ${file}: ${outcome} ${said}`);
    }
    while (score.tried < count) {
      await restore();
      const file = oneOf(chance, FILE_NAMES);
      const mutant = mutantOf(file, texts.get(file) ?? '', chance);
      if (mutant.text === texts.get(file)) continue;
      const judged = await judge.ask(mutant);
      tally(score, mutant, judged);
      if (judge.isOver()) judge = startJudge(place);
    }
    return score;
  } finally {
    await judge.end();
  }
}

function tally(score: MutantScore, { file, what, isSpoiled }: Mutant, { outcome, said }: Judged): void {
  score.tried++;
  score.outcomes[outcome]++;
  if (isSpoiled) score.spoiled++;
  const which = `${file}, ${what}`;
  if (outcome === 'defect') score.complaints.push(`${which}: ${said}`);
  if (outcome === 'pass' && isSpoiled) score.complaints.push(`${which}: it passes, and nothing earned that`);
}

/** A worker that answers one question at a time, or is ended. */
function startJudge(place: string) {
  const worker = new Worker(new URL('judge.ts', import.meta.url), {
    workerData: place,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    stdout: true,
    stderr: true,
  });
  let over = false;
  worker.once('exit', () => (over = true));
  return {
    isOver: () => over,
    async ask(question: { file: FileName; text: string }): Promise<Judged> {
      const { promise, resolve } = Promise.withResolvers<Judged>();
      const onError = (error: Error) => resolve({ outcome: 'defect', said: String(error.stack) });
      const limit = setTimeout(() => {
        resolve({ outcome: 'defect', said: `not judged within ${LIMIT_MS / 1000} s` });
        void worker.terminate();
      }, LIMIT_MS);
      worker.once('message', resolve);
      worker.once('error', onError);
      const { file, text } = question;
      // A worker thread, which has no origin.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage({ file, text });
      const answer = await promise;
      clearTimeout(limit);
      worker.off('message', resolve);
      worker.off('error', onError);
      if (answer.outcome === 'defect') await worker.terminate();
      return answer;
    },
    end: () => worker.terminate(),
  };
}
