import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { unmountBelow } from './mounts.ts';

const LIMIT_MS = 5000;
const AGAIN_EVERY_MS = 100;

/**
 * Removes a folder that a run has made for itself, with what is mounted in it. Its mark goes last: where something of it
 * cannot be removed, which rejects, the next run still knows it.
 */
export async function removeOwned(folder: string, markFile: string): Promise<void> {
  for (const until = Date.now() + LIMIT_MS; ; await delay(AGAIN_EVERY_MS)) {
    try {
      unmountBelow(folder);
      for (const name of readdirSync(folder))
        if (name !== markFile) rmSync(join(folder, name), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
