import { readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { ServerProgram } from '../../../../protocol/servers.ts';
import { SERVERS } from '../../../../servers/catalogue.ts';
import type { Command, Files, Preparing, ServerPlace } from '../../../../servers/lib/server.ts';
import { unavailable } from '../../../errors.ts';
import { childEnvironment } from '../../../process/environment.ts';

/** Makes the empty folder of a server into one that it can start on. Rejects with `unavailable` where it cannot be. */
export async function prepare(
  program: ServerProgram,
  place: ServerPlace,
  signal: AbortSignal,
  within: Within = asIs,
): Promise<void> {
  await SERVERS[program].prepare?.(place, preparingAt(place, signal, within));
}

/** How a command is run where its folder is what the server's own disk is. */
export type Within = (command: Command) => Command;
export const asIs: Within = (command) => command;

/** What is run there to make the folder ready is ended by the signal. */
export function preparingAt(place: ServerPlace, signal: AbortSignal, within: Within = asIs): Preparing {
  const run: Preparing['run'] = async (asked, { inputFile, limitMs }) => {
    const { command, args } = within(asked);
    const ran = await execa(command, args, {
      ...(inputFile === undefined ? { stdin: 'ignore' } : { inputFile }),
      all: true,
      cancelSignal: signal,
      env: childEnvironment(place.tool.env ?? {}),
      extendEnv: false,
      reject: false,
      timeout: limitMs,
    });
    signal.throwIfAborted();
    const { failed, stderr, all, shortMessage = '' } = ran;
    return { failed, stderr, all, shortMessage };
  };
  return { run, files: FILES, unavailable };
}

function noneThere(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause;
}

/** Those of this machine. */
const FILES: Files = {
  read: (path) => readFile(path, 'utf8').catch(noneThere),
  write: (path, text) => writeFile(path, text),
  // The folder itself may be where a disk is mounted.
  empty: async (folder) => {
    const names = await readdir(folder).catch(noneThere);
    for (const name of names ?? []) await rm(join(folder, name), { recursive: true, force: true });
  },
  real: (path) => realpath(path),
};
