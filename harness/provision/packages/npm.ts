import { unavailable } from '../../errors.ts';
import { runCommand } from '../command.ts';
import { PassedOver } from '../passed-over.ts';

export interface FetchOptions {
  signal: AbortSignal;
  /** Takes one line of progress. */
  report: (line: string) => void;
  cacheDir?: string;
  env?: NodeJS.ProcessEnv;
}

/** A command that fetches packages. Rejects with `unavailable`, in the name of `what` it is for, where it fails. */
export async function fetching(
  [file, ...args]: readonly [string, ...string[]],
  what: string,
  { signal, report, env = process.env }: FetchOptions,
  limits: Parameters<typeof runCommand>[3],
): Promise<string> {
  try {
    return await runCommand({ signal, report, env }, file, args, limits);
  } catch (error) {
    if (!(error instanceof PassedOver)) throw error;
    throw unavailable(`${what} could not be fetched: ${error.message}`, {
      next: 'see that npm reaches its registry, and that it has this version (npm view <package> versions)',
      cause: error,
    });
  }
}
