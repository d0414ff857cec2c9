import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The size of all files in a folder and below it, in bytes; whole blocks of the disk, which a file takes up, are not counted. */
export async function folderBytes(url: string): Promise<number> {
  const entries = await readdir(fileURLToPath(url), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => sizeOf(join(parentPath, name))));
  return sizes.reduce((total, size) => total + size, 0);
}

/** A file that was renamed or deleted since it was listed is none any more. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
