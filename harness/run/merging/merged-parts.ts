import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { usageError } from '../../errors.ts';
import { assertSoMany, mergeHistories, surveyAll, type Merged } from '../../history/merge/merge.ts';
import { survey } from '../../history/merge/survey.ts';
import { MergingThread } from './merging-thread.ts';
import { partOf } from './part.ts';

/** From here on another thread helps; below, it is over before its code is compiled. */
const BIG_BYTES = 64_000_000;

/** The parts of a history as one, which is nowhere but on the way to who reads it. */
export interface MergedParts extends AsyncDisposable {
  /**
   * Its bytes from the beginning, those of the file that `mergeFiles` would make; again when they were read to their end.
   * Fails with a usage error, before it gives any, where the parts do not belong together.
   */
  open(): AsyncGenerator<Uint8Array, Merged, undefined>;
}

interface How {
  /** The parts were recorded by one clock. */
  sameClock: boolean;
  /** Another thread goes through the parts as well, and merges them. Where nobody says, it does where that pays. */
  inThread?: boolean;
}

/** Goes through the parts of a history. Rejects with a usage error for what is no part of a run. */
export async function mergeParts(
  files: readonly string[],
  { sameClock, inThread }: How,
): Promise<MergedParts> {
  assertSoMany(files);
  assertDifferent(files);
  if (!(inThread ?? (await areBig(files)))) {
    const parts = files.map(partOf);
    const surveys = await surveyAll(parts);
    return {
      open: () => mergeHistories(parts, { sameClock, surveys }),
      [Symbol.asyncDispose]: async () => {},
    };
  }
  const thread = new MergingThread(files, { sameClock });
  try {
    await surveyTogether(files, thread);
    return { open: () => thread.merged(), [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose]() };
  } catch (error) {
    await thread[Symbol.asyncDispose]();
    throw error;
  }
}

function assertDifferent(files: readonly string[]): void {
  const seen = new Set<string>();
  for (const file of files) {
    const path = resolve(file);
    if (seen.has(path))
      throw usageError(`${file} is given twice`, { next: 'give the history of each generator once' });
    seen.add(path);
  }
}

async function areBig(files: readonly string[]): Promise<boolean> {
  if (availableParallelism() === 1) return false;
  let bytes = 0;
  for (const file of files)
    bytes += await stat(file).then(
      (found) => found.size,
      () => 0,
    );
  return bytes >= BIG_BYTES;
}

/** This thread from the first part on, and the other one from the last, until they meet. */
async function surveyTogether(files: readonly string[], thread: MergingThread): Promise<void> {
  const refused: { at: number; error: unknown }[] = [];
  const left = [...files.keys()];
  const go = async (next: () => number | undefined, surveyPart: (at: number) => Promise<void>) => {
    for (let at = next(); at !== undefined && refused.length === 0; at = next()) {
      const part = at;
      await surveyPart(part).catch((error: unknown) => refused.push({ at: part, error }));
    }
  };
  await Promise.all([
    go(
      () => left.shift(),
      async (at) => thread.surveyed(at, await survey(partOf(files[at] as string))),
    ),
    go(
      () => left.pop(),
      (at) => thread.survey(at),
    ),
  ]);
  const [one] = refused.toSorted((a, b) => a.at - b.at);
  if (one !== undefined) throw one.error;
}
