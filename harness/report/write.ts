import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unavailable } from '../errors.ts';
import { invocationAtHome } from '../explain.ts';
import type { Formats } from './format.ts';

/**
 * Writes the files of a result into its run's folder, or where a user wants them, and returns their paths. Rejects
 * with `unavailable` when one cannot be written.
 */
export function writeFormats<Shown>(
  { files }: Pick<Formats<Shown>, 'files'>,
  shown: Shown,
  folder: string,
  elsewhere: Readonly<Record<string, string | undefined>> = {},
): Promise<string[]> {
  const invocation = invocationAtHome();
  return Promise.all(
    files.map(({ file, render, flag }) =>
      writeReport((flag && elsewhere[flag.name]) ?? join(folder, file), render(shown, invocation)),
    ),
  );
}

/** Writes one file of a report and returns its path. */
export async function writeReport(file: string, content: string): Promise<string> {
  try {
    await writeFile(file, content);
    return file;
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const folder = dirname(file);
    const seen = code === 'ENOENT' ? `there is no folder ${folder}` : message;
    const ways: Readonly<Record<string, string>> = {
      ENOENT: `mkdir -p ${folder}`,
      EISDIR: 'name a file in that folder',
      ENOTDIR: 'name a file in a folder',
      ENOSPC: 'free some space',
      EDQUOT: 'free some space',
      EFBIG: 'ulimit -f unlimited',
      EROFS: 'work on a copy of the folder that can be written',
    };
    const next = ways[code] ?? `make ${folder} writable`;
    throw unavailable(`${file} could not be written: ${seen}`, { next, cause });
  }
}
