import { readdir, readFile } from 'node:fs/promises';

/** The variable by which a process, and all that it starts, can be told from others. */
export const MARK = 'HOLDFAST_OWNED_BY';

/**
 * The processes of this machine that were started with that mark, whatever group they are in now, by their numbers.
 * Only Linux shows what a process was started with; elsewhere there are none.
 */
export async function markedWith(mark: string): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(`${MARK}=${mark}`);
    }),
  );
  return pids.filter((_, index) => marked[index]).map(Number);
}
