import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startOf, type ProcessId } from './start-of.ts';

/** A process that does nothing, for tests of what ends it. Disposing of it does. */
export function sleeper() {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const gone = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    gone,
    runs: () => child.exitCode === null && child.signalCode === null && child.kill(0),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export const idOf = ({ pid }: { pid: number }): ProcessId => ({ pid, started: startOf(pid) ?? '' });
