import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

export const isStopped = (state: string) => state === 'T';

/** One letter, T for stopped: the field after the command's name in /proc/<pid>/stat (proc_pid_stat(5)), or ps's. */
export async function stateOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') {
    const { stdout } = await execa('ps', ['-o', 'stat=', '-p', String(pid)]);
    return stdout.trim()[0] ?? '';
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '';
}

/** The names of those that are stopped, among processes that may be gone by now. */
export async function stoppedAmong(processes: readonly { name: string; pid: number | undefined }[]) {
  const states = await Promise.all(
    processes.map(({ pid }) => (pid ? stateOf(pid).catch(() => '') : Promise.resolve(''))),
  );
  return processes.filter((_, index) => isStopped(states[index] ?? '')).map(({ name }) => name);
}
