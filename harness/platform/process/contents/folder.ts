import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadContents } from './contents.ts';

/** Each file as it is. */
export const contentsOfFolder: ReadContents = async (url) => {
  const entries = await readdir(fileURLToPath(url), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
};
