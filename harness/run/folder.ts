import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HoldfastError, unavailable, usageError, messageOf } from '../errors.ts';
import { GATE_FORMATS } from '../gate/formats.ts';
import { RUN_FORMATS } from '../report/formats.ts';
import { makeFolder } from './make-folder.ts';
import { planSchema, type Plan } from '../model/plan.ts';
import type { Results } from '../model/results.ts';

/** What a run's folder holds. */
export const FILES = { plan: 'plan.json', history: 'history.ndjson', results: 'results.json' } as const;

/** The folder of a run in which its servers and stores keep their data while it lasts. */
export const DATA = 'data';

/** What is made of a history, by judging it and after that. */
const JUDGEMENTS = [FILES.results, ...[...RUN_FORMATS.files, ...GATE_FORMATS.files].map(({ file }) => file)];

/** What is wrong with one part of a plan is often wrong with all. */
const MOST_TOLD = 20;

const PIECE_BYTES = 1 << 20;

/** Runs of one second that one folder may hold. */
const MOST_NAMESAKES = 1000;

/**
 * Makes a new folder for a run, and gives its path and the plan under the folder's name: that of the plan, with a
 * number where a run that began in the same second has it already. Rejects with `unavailable` if it cannot be made.
 */
export async function makeRunFolder<Named extends { name: string }>(
  reports: string,
  plan: Named,
): Promise<{ folder: string; plan: Named }> {
  try {
    await makeFolder(reports);
    for (let at = 1; ; at++) {
      const name = at === 1 ? plan.name : `${plan.name}-${at}`;
      const folder = join(reports, name);
      if (await isNew(folder, at)) return { folder, plan: { ...plan, name } };
    }
  } catch (error) {
    throw unavailable(`the run's folder in ${reports} could not be made: ${messageOf(error)}`, {
      next: 'name a folder that can be written with --reports',
      cause: error,
    });
  }
}

async function isNew(folder: string, at: number): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && at < MOST_NAMESAKES) return false;
    throw error;
  }
}

export const writePlan = (folder: string, plan: Plan) => writeJson(join(folder, FILES.plan), plan);
export const writeResults = (folder: string, results: Results) =>
  writeJson(join(folder, FILES.results), results);

/** Reads a run's plan. Rejects with a usage error that says what is wrong with the folder. */
export async function readPlan(folder: string): Promise<Plan> {
  const file = join(folder, FILES.plan);
  try {
    const parsed = planSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.slice(0, MOST_TOLD);
    throw usageError(`${file} is not a plan of this version:\n${z.prettifyError({ issues })}`);
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw usageError(`${file} could not be read: ${messageOf(error)}`, {
      next: 'give the folder of a run, such as reports/<date>-prove',
      cause: error,
    });
  }
}

/** The history of a run, in pieces. Fails with a usage error where it is not there or is no file. */
export const historyOf = (folder: string): AsyncIterable<Uint8Array> => piecesOf(join(folder, FILES.history));

/**
 * A file in pieces, each good until the next one: a buffer for each would be 4 GB for the collector to come round to,
 * of a long history. Fails with a usage error that says why it cannot be read.
 */
export async function* piecesOf(file: string): AsyncIterable<Uint8Array> {
  try {
    await using handle = await open(file);
    const piece = new Uint8Array(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(piece);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } catch (error) {
    throw usageError(`${file} could not be read: ${messageOf(error)}`, {
      next: 'give the folder of a run with its history.ndjson, or a history',
      cause: error,
    });
  }
}

/**
 * Takes away what an earlier judgement left: where this one comes to no end, nobody may take that for its own. Rejects
 * with `unavailable` where something else is in its place, or it may not be removed.
 */
export async function discardJudgements(folder: string): Promise<void> {
  for (const name of JUDGEMENTS) {
    const file = join(folder, name);
    try {
      await rm(file, { force: true });
    } catch (error) {
      throw unavailable(`${file} could not be removed, to make way for a new one: ${messageOf(error)}`, {
        next: 'move it away, or judge a copy of the folder',
        cause: error,
      });
    }
  }
}

async function writeJson(file: string, value: unknown): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
  } catch (error) {
    throw unavailable(`${file} could not be written: ${messageOf(error)}`, { cause: error });
  }
}
