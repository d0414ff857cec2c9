import type { ServerProgram } from '../../../../protocol/servers.ts';
import { SERVERS } from '../../../../servers/catalogue.ts';
import type { Used } from '../own-server.ts';
import { prepare } from './prepare.ts';
import { withToolsEnv, type ServerPlace } from './server.ts';

/** Makes ready a server of Holdfast's own for a subject that uses it. Rejects with `unavailable` where it cannot be. */
export async function useServer(
  program: ServerProgram,
  place: ServerPlace,
  signal: AbortSignal,
): Promise<Used> {
  const { url, command, gentleSignal, readyLimitMs, openFigure } = SERVERS[program];
  await prepare(program, place, signal);
  const figure = await openFigure(url(place.port));
  return {
    command: withToolsEnv(command(place), place.tool),
    gentleSignal,
    readyLimitMs,
    ask: () => figure.read(),
    [Symbol.asyncDispose]: async () => figure[Symbol.asyncDispose](),
  };
}
