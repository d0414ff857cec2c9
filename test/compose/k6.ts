/** k6 by itself against the live stack. */
import { execa } from 'execa';
import { signal } from './apps.ts';
import { ROOT, settings } from './stack.ts';

/** What k6 exits with when a threshold was crossed. */
export const THRESHOLD_CROSSED = 99;

/** Runs a scenario in its container; gives k6's exit code and what it printed. */
export async function k6(workload: string, of: Record<string, string | number>) {
  const words = ['run', '--rm', '-T', 'k6', 'run', '--quiet', `/scenarios/${workload}.ts`, ...settings(of)];
  const { exitCode, all } = await execa('docker', ['compose', ...words], {
    cwd: ROOT,
    all: true,
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
  });
  return { code: exitCode, said: all };
}
