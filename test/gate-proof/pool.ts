import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { isAbFolder, loadAb } from '../../harness/run/ab-folder.ts';
import type { Pair } from './deal.ts';

/** Rounds of one `holdfast ab`: a decision's, so that each call is one decision as it was measured. */
const CALL = 20;

/** What is asked of the subject in a round. */
const LOADS = {
  // What `holdfast ab` asks by itself.
  register: ['redis'],
  restart: ['redis', '--duration', '4s', '--faults', 'app-restart@1s'],
  // As `holdfast prove` asks: the heap is collected ten times a second.
  growth: ['memory', '--workload', 'growth', '--rate', '200', '--clients', '20'],
} as const;

export type PoolLoad = keyof typeof LOADS;
export const isLoad = (name: string): name is PoolLoad => Object.hasOwn(LOADS, name);

export interface PoolRequest {
  folder: string;
  load: PoolLoad;
  /** Rounds that are to be there in the end. */
  pairs: number;
  /** When nothing more is begun. */
  untilMs: number;
  signal: AbortSignal;
  /** After each call, with what is there by then. */
  onRounds: (pairs: readonly Pair[]) => void;
}

/**
 * Fills a folder with rounds of a subject with itself, by `holdfast ab`, until there are as many as are wanted, the time is
 * over, or somebody interrupts. What is in the folder already counts: an interrupted pool goes on where it was.
 */
export async function fillPool({
  folder,
  load,
  pairs,
  untilMs,
  signal,
  onRounds,
}: PoolRequest): Promise<void> {
  await mkdir(folder, { recursive: true });
  const launcher = fileURLToPath(new URL('../../bin/holdfast.mjs', import.meta.url));
  const [subject, ...flags] = LOADS[load];
  for (;;) {
    const measured = await pairsIn([folder]);
    onRounds(measured);
    if (measured.length >= pairs || performance.now() >= untilMs || signal.aborted) return;
    const rounds = String(Math.min(CALL, pairs - measured.length));
    const { exitCode } = await execa(
      process.execPath,
      [launcher, 'ab', subject, subject, '--rounds', rounds, ...flags, '--reports', folder],
      // Its decision is one of those that are looked at.
      { stdio: ['ignore', 'ignore', 'inherit'], reject: false },
    );
    // Anything else would come out the same again.
    if (exitCode === undefined || exitCode > 2) return;
  }
}

/** All rounds of which both sides came to their end, in folders of `holdfast ab` or in folders that hold such; in the order of time. */
export async function pairsIn(folders: readonly string[]): Promise<Pair[]> {
  const found = await Promise.all(folders.map(abFoldersIn));
  const loaded = await Promise.all(found.flat().map((folder) => loadAb(folder)));
  return loaded
    .toSorted((a, b) => a.plan.startedAt.localeCompare(b.plan.startedAt))
    .flatMap(({ baseline, candidate }) => {
      // Both runs of a round have its seed; where one is missing, the other is of no use.
      const others = new Map(candidate.map((results) => [results.run.seed, results]));
      return baseline.flatMap((results): Pair[] => {
        const other = others.get(results.run.seed);
        return other === undefined ? [] : [[results, other]];
      });
    });
}

async function abFoldersIn(folder: string): Promise<string[]> {
  if (isAbFolder(folder)) return [folder];
  const names = await readdir(folder);
  return names.map((name) => join(folder, name)).filter(isAbFolder);
}
