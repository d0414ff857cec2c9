import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { LastCommand } from '../../process/reaper.ts';
import { explained } from './explain.ts';

export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
/** The stack is named after the folder that it is called from; the user may have come there by another path. */
const FOLDER = { PWD: cameBy(process.env['PWD']) };
/** Building the app's image may take minutes; nothing else does. */
const LIMIT_MS = 10 * 60_000;

/** One call of the docker command, as it can also be carried out by the reaper. */
export interface DockerCommand {
  args: readonly string[];
  /** Settings of docker-compose.yml; they come before those of the user's own environment. */
  env?: Readonly<Record<string, string>>;
}

/**
 * `docker compose` on the project of this folder as the user has it by the same words: docker-compose.override.yml,
 * COMPOSE_FILE, COMPOSE_PROJECT_NAME and .env count.
 */
export const compose = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): DockerCommand => ({
  args: ['compose', '--progress', 'plain', '--profile', '*', ...args],
  env: { ...FOLDER, ...env },
});

/**
 * Runs docker and gives what it printed. Rejects with `unavailable`, what docker said and what to do about it; with
 * the signal's reason when that aborts.
 */
export async function docker({ args, env }: DockerCommand, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { failed, stdout, stderr, code, timedOut } = await execa('docker', args, {
    cwd: REPOSITORY,
    env: env ?? {},
    stdin: 'ignore',
    reject: false,
    timeout: LIMIT_MS,
    cancelSignal: signal,
    // Ctrl-C reaches the harness alone; it decides in which order things end.
    detached: true,
  });
  signal.throwIfAborted();
  if (!failed) return stdout;
  const words = timedOut ? `no end within ${LIMIT_MS / 60_000} minutes` : stderr;
  throw await explained({ args, words, printed: stdout, code });
}

/** The same call for the reaper. */
export const lastCommand = ({ args, env = {} }: DockerCommand): LastCommand => ({
  command: 'docker',
  args,
  cwd: REPOSITORY,
  env,
});

/** Takes a file away, when all else has been done. */
export const removing = (file: string): LastCommand => ({
  command: 'rm',
  args: ['-f', file],
  cwd: REPOSITORY,
  env: {},
});

function cameBy(path = ''): string {
  try {
    if (realpathSync(path) === realpathSync(REPOSITORY)) return path;
  } catch {
    // Not there: then it is no other path to this folder.
  }
  return REPOSITORY.replace(/[/\\]$/, '');
}
