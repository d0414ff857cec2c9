import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { acquireLock } from '../../../bin/lock.mjs';

/**
 * What is in a folder of the cache, by `find`; where that finds nothing, `make` fills it first. What is cut off leaves
 * nothing that looks finished, and a second process waits and takes what the first one made.
 */
export async function inCache<Found>(
  folder: string,
  signal: AbortSignal,
  find: () => Promise<Found | undefined>,
  make: (part: string) => Promise<Found>,
): Promise<Found> {
  const cached = await find();
  if (cached !== undefined) return cached;
  await mkdir(dirname(folder), { recursive: true });
  const release = await acquireLock(`${folder}.lock`, { signal });
  try {
    const meanwhile = await find();
    if (meanwhile !== undefined) return meanwhile;
    const part = await mkdtemp(`${folder}.part-`);
    try {
      const made = await make(part);
      await rm(folder, { recursive: true, force: true });
      await rename(part, folder);
      return made;
    } finally {
      await rm(part, { recursive: true, force: true });
    }
  } finally {
    release();
  }
}
