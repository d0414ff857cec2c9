import { execa } from 'execa';
import { REPOSITORY } from '../compose/command.ts';
import type { LastCommand } from '../../process/reaper.ts';
import { explained } from './explain.ts';

/** Looking at a cluster, or telling it something; what waits longer says so. */
const LIMIT_MS = 60_000;

/** Where a run is at work: nothing outside of this namespace is changed. */
export interface Place {
  /** As the user's kubeconfig has it. */
  context: string;
  namespace: string;
}

export interface KubectlOptions {
  signal: AbortSignal;
  /** Manifests, for `--filename -`. */
  input?: string;
  limitMs?: number;
}

/** What says where, in each call: never the context that happens to be the current one. */
export const placed = ({ context, namespace }: Place): string[] => [
  '--context',
  context,
  '--namespace',
  namespace,
];

/**
 * Runs kubectl and gives what it printed. Rejects with `unavailable`, what it said and what to do about it; with the
 * signal's reason when that aborts.
 */
export async function kubectl(
  args: readonly string[],
  { signal, input, limitMs = LIMIT_MS }: KubectlOptions,
): Promise<string> {
  signal.throwIfAborted();
  const { failed, stdout, stderr, code, timedOut } = await execa('kubectl', args, {
    cwd: REPOSITORY,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    reject: false,
    timeout: limitMs,
    cancelSignal: signal,
    // Ctrl-C reaches the harness alone; it decides in which order things end.
    detached: true,
  });
  signal.throwIfAborted();
  if (!failed) return stdout;
  throw explained({ args, words: timedOut ? `no end within ${limitMs / 1000} s` : stderr, code });
}

/** The same call for the reaper. */
export const lastKubectl = (args: readonly string[]): LastCommand => ({
  command: 'kubectl',
  args,
  cwd: REPOSITORY,
  env: {},
});
