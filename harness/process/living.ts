import { readFileSync } from 'node:fs';
import { execa } from 'execa';

export interface Living {
  pid: number;
  ppid: number;
  pgid: number;
}

/** All processes of this machine that are alive: whoever is dead and not yet buried is not. */
export async function livingProcesses(): Promise<Living[]> {
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=', '-o', 'ppid=', '-o', 'pgid=', '-o', 'stat=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid = '', ppid = '', pgid = '', state = ''] = line.trim().split(/\s+/);
    return state === '' || state.startsWith('Z')
      ? []
      : [{ pid: Number(pid), ppid: Number(ppid), pgid: Number(pgid) }];
  });
}

/** Whether there is a process of that number that has not ended; where there is no /proc, the dead count until buried. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return false;
  }
}
