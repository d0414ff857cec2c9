import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const FILLER = 'holdfast-takes-all';
/** The last bytes of a disk are had by small pieces. */
const PIECES = [1_048_576, 4096, 64];
const TOP_UP_EVERY_MS = 50;

/** Takes all that is free on a disk, and what gets free. Disposing of it, once or more often, gives everything back. */
export async function takeAll(folder: string): Promise<AsyncDisposable> {
  const file = join(folder, FILLER);
  const handle = await open(file, 'w');
  const ending = new AbortController();
  const fill = async () => {
    for (const size of PIECES)
      for (;;) {
        try {
          const { bytesWritten } = await handle.write(Buffer.alloc(size, 1));
          if (bytesWritten < size) break;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          break;
        }
      }
  };
  const giveBack = async () => {
    await handle.close();
    await rm(file, { force: true });
  };
  try {
    await fill();
  } catch (error) {
    await giveBack();
    throw error;
  }
  const topping = (async () => {
    while (!ending.signal.aborted) {
      await delay(TOP_UP_EVERY_MS, undefined, { signal: ending.signal }).catch(() => {});
      await fill();
    }
  })();
  topping.catch(() => {});
  let isGivenBack = false;
  return {
    [Symbol.asyncDispose]: async () => {
      if (isGivenBack) return;
      isGivenBack = true;
      ending.abort();
      await topping.catch(() => {});
      await giveBack();
    },
  };
}
