import { mkdtemp, readFile, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unavailable, messageOf } from '../errors.ts';

/** Fewer do not do for an app, its clients and the pipes between all of them. */
const LEAST_FILES = 256;
/** A history of minutes is larger than this. */
const LEAST_FILE_BYTES = 100_000_000;

/**
 * Rejects with one message where the machine would refuse later, here and there, what every run needs: a folder for
 * temporary files, enough open files, files that may grow. Nothing is known of limits elsewhere than on Linux.
 */
export async function assertMachine(): Promise<void> {
  assertLimits(await readFile('/proc/self/limits', 'utf8').catch(() => ''));
  const folder = tmpdir();
  try {
    await rmdir(await mkdtemp(join(folder, 'holdfast-')));
  } catch (error) {
    const seen = messageOf(error);
    throw unavailable(`the folder for temporary files, ${folder}, cannot be used: ${seen}`, {
      next: 'set TMPDIR to a folder that is there and can be written',
      cause: error,
    });
  }
}

/** Throws for limits, as /proc tells of them, that no run comes to its end under. */
export function assertLimits(limits: string): void {
  const files = limitIn(limits, 'Max open files');
  if (files < LEAST_FILES) {
    throw unavailable(`only ${files} files may be open at once; ${LEAST_FILES} are needed`, {
      next: 'ulimit -n 4096',
    });
  }
  const bytes = limitIn(limits, 'Max file size');
  if (bytes < LEAST_FILE_BYTES) {
    throw unavailable(`no file may grow beyond ${bytes} B, and a history does`, {
      next: 'ulimit -f unlimited',
    });
  }
}

/** The soft limit of a name; without one, and where nothing is known, infinity. */
function limitIn(limits: string, name: string): number {
  const soft = new RegExp(`^${name} +(\\d+)`, 'm').exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}
