import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, usageError } from '../errors.ts';
import type { Ab } from '../gate/decide-ab.ts';
import { abSchema, type AbPlan } from '../model/ab.ts';
import type { Results } from '../model/results.ts';
import { loadResults } from '../report/load.ts';
import { FILES } from './folder.ts';

/** Beside the folders of its rounds. */
export const AB_FILE = 'ab.json';

/** Whether a folder holds an A/B comparison. */
export const isAbFolder = (folder: string): boolean => existsSync(join(folder, AB_FILE));

/**
 * What an A/B comparison was to measure, with the results of the rounds that came to their end. Rejects with a usage error
 * where its plan, or a round's results, cannot be read.
 */
export async function loadAb(folder: string): Promise<Ab> {
  const plan = await readAbPlan(join(folder, AB_FILE));
  const [baseline, candidate] = (await Promise.all(
    [plan.baseline, plan.candidate].map(async ({ runs }) => {
      const ended = runs
        .map((run) => join(folder, run))
        .filter((run) => existsSync(join(run, FILES.results)));
      const loaded = await Promise.all(ended.map((run) => loadResults(run)));
      return loaded.map(({ results }) => results);
    }),
  )) as [Results[], Results[]];
  return { plan, baseline, candidate };
}

async function readAbPlan(file: string): Promise<AbPlan> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw usageError(`${file} could not be read: ${messageOf(cause)}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw usageError(`${file} is not JSON, or was cut off: ${messageOf(cause)}`, { cause });
  }
  const parsed = abSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5);
  throw usageError(`${file} is not what holdfast ab writes:\n${z.prettifyError({ issues })}`);
}
