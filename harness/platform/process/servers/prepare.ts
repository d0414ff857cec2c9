import { execa } from 'execa';
import type { ServerProgram } from '../../../../protocol/servers.ts';
import { SERVERS } from '../../../../servers/catalogue.ts';
import type { Preparing, ServerPlace } from '../../../../servers/lib/server.ts';
import { unavailable } from '../../../errors.ts';
import { childEnvironment } from '../../../process/environment.ts';

/** Makes the empty folder of a server into one that it can start on. Rejects with `unavailable` where it cannot be. */
export async function prepare(
  program: ServerProgram,
  place: ServerPlace,
  signal: AbortSignal,
): Promise<void> {
  await SERVERS[program].prepare?.(place, preparingAt(place, signal));
}

/** What is run there to make the folder ready is ended by the signal. */
export function preparingAt(place: ServerPlace, signal: AbortSignal): Preparing {
  const run: Preparing['run'] = async ({ command, args }, { inputFile, limitMs }) => {
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
  return { run, unavailable };
}
