import { open, rm } from 'node:fs/promises';
import { HoldfastError, messageOf, unavailable, usageError } from '../../errors.ts';
import type { Merged } from '../../history/merge/merge.ts';
import { mergeParts } from './merged-parts.ts';

/**
 * Merges the histories of several recorders into a new file. What could not be merged to its end leaves no file.
 * Rejects with a usage error where they do not belong together or the file is there already, with `unavailable` where it
 * cannot be written.
 */
export async function mergeFiles(
  files: readonly string[],
  out: string,
  how: { sameClock: boolean },
): Promise<Merged> {
  const handle = await open(out, 'wx').catch((cause: unknown) => {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const failed = isThere ? usageError : unavailable;
    throw failed(`${out} could not be made: ${isThere ? 'it is there already' : messageOf(cause)}`, {
      next: 'name another file with --output',
      cause,
    });
  });
  try {
    await using parts = await mergeParts(files, how);
    const pieces = parts.open();
    for (;;) {
      const { value, done } = await pieces.next();
      if (done === true) {
        await handle.close();
        return value;
      }
      for (let at = 0; at < value.length;) at += (await handle.write(value, at)).bytesWritten;
    }
  } catch (error) {
    await handle.close();
    await rm(out, { force: true });
    if (error instanceof HoldfastError || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw unavailable(`${out} could not be written: ${messageOf(error)}`, {
      next: 'make room, or name a file elsewhere with --output',
      cause: error,
    });
  }
}
