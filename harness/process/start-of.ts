import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process of this machine. Its number alone may by now be somebody else's; with its start it is nobody else's. */
export interface ProcessId {
  pid: number;
  started: string;
}

/** When a process was started, in its system's own words; undefined where there is none of that number. */
export function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? ticksOf(pid) : dateOf(pid);
}

/** Field 22 of /proc/<pid>/stat (proc_pid_stat(5)): clock ticks since the machine's start. */
function ticksOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function dateOf(pid: number): string | undefined {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env });
  return stdout.trim().replaceAll(/\s+/g, ' ') || undefined;
}

/** Kills a process and the group that it leads, if it is still the one that was meant. */
export function killIfSame({ pid, started }: ProcessId): boolean {
  if (startOf(pid) !== started) return false;
  // What is started here leads a group of its own, unless it was started to share the harness's.
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // Gone already, or no group of that number.
    }
  }
  return true;
}
