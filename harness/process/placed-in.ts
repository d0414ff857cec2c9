import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { sep } from 'node:path';

export interface Place {
  /** `NAME=value`, as the environment of what was started has it. */
  mark: string;
  /** What works there, without a terminal, and began later, was started for it: servers write over their environment. */
  folder: string;
  /** In clock ticks, as text: what began before it is nobody of these. */
  notBefore: string;
}

/**
 * The processes of this machine that were started with that mark, or work in that folder, whatever group they are in
 * now, by their numbers. Only Linux shows either; elsewhere there are none.
 */
export async function placedIn({ mark, folder, notBefore }: Place): Promise<Set<number>> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const real = await realpath(folder).catch(() => folder);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Nobody who began before can be of these; it spares the look at most of them.
      const { started, terminal } = statOf(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
      if (!(started >= Number(notBefore))) return false;
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (environment.split('\0').includes(mark)) return true;
      const works = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      return terminal === 0 && (works === real || works.startsWith(real + sep));
    }),
  );
  return new Set(pids.filter((_, index) => found[index]).map(Number));
}

/** Fields 7 and 22 of /proc/<pid>/stat (proc_pid_stat(5)): the controlling terminal, and when it began. */
function statOf(stat: string): { started: number; terminal: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { started: Number(fields[19] ?? Number.NaN), terminal: Number(fields[4]) };
}
